"""A PostgreSQL cluster of our own for one test run: on a socket in a folder, gone afterwards."""

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

OWNER = "postgres"
PORT = "5499"
MEMORY, ROOM = Path("/dev/shm"), 4 << 30  # bytes


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, newest version, or None where it is not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _memory() -> Path | None:
    """Where files are never written to a disk, if there is room: databases are copied there eight times as fast."""
    return MEMORY if MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM else None


class Cluster:
    """Started on making, stopped by `stop`."""

    def __init__(self, bin_folder: Path, *, durable: bool = False) -> None:
        self.bin = bin_folder
        self.folder = Path(tempfile.mkdtemp(prefix="wayhouse-pg-", dir=None if durable else _memory()))
        if os.geteuid() == 0:
            shutil.chown(self.folder, OWNER)
        self._run("initdb", "-D", self.data, "-A", "trust", "-U", OWNER, "-E", "UTF8", "--locale=C.UTF-8")
        kept = "on" if durable else "off"
        options = f"-p {PORT} -k {self.folder} -c listen_addresses='' -c fsync={kept} -c max_connections=60"
        self._run("pg_ctl", "-D", self.data, "-o", options, "-l", f"{self.folder}/log", "-w", "start")

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def url(self, database: str) -> str:
        return f"postgresql+psycopg://{OWNER}@/{database}?host={self.folder}&port={PORT}"

    def _run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs; it refuses to run as root, so root becomes its user."""
        become = ["runuser", "-u", OWNER, "--"] if os.geteuid() == 0 else []
        command = [*become, str(self.bin / program), *arguments]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder)

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)
