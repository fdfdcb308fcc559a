"""Endings and beginnings taken off by short lists, for languages that have no stemmer. All of it is folded."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.search.analysis.scripts import script

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Rules:
    """What is taken off, so long as *least* letters stay; *turned* are ends that are then written another way."""

    ends: Sequence[str]
    least: int = 3
    starts: Sequence[str] = ()
    turned: Sequence[tuple[str, str]] = ()
    rounds: int = ROUNDS
    collapse: bool = field(default=False)


def _listed(words: str) -> tuple[str, ...]:
    return tuple(sorted(words.split(), key=len, reverse=True))


_PERSIAN = Rules(_listed("هايي هاي هايم ها ان اني ات ي م ش يم ند"), 3)
RULES = {
    "uk": Rules(
        _listed(
            "ами ями ові еві єві ого ому ими ій ий ою ею єю ей ів їв ам ям ах ях ом ем єм их іх им ім ії ію ія ої "
            "а я у ю и і ї е є о ь й ння нням енню"
        ),
        3, rounds=1,
        turned=(("ок", "к"), ("ек", "к"), ("ець", "ц"), ("ец", "ц"), ("іл", "ол"), ("іт", "от"), ("ід", "од")),
    ),
    "so": Rules(
        _listed(
            "ka ga ha ku gu ki kii gii hii ta da sha tu du shu tii dii shii aha yada yaasha yaal yaasho oyinka oyin "
            "yo ya yaha nimo ayaal ooyin keeda kiisa kayga taada kaaga ayda ada o a i e u"
        ),
        3, collapse=True,
    ),
    "ckb": Rules(
        _listed("هكانيان هكانم هكاني هكان هكهي هكه يهكان يهكه كان كه يك ييك اني ان هوه ي ه م ت"), 3,
        starts=("ده", "نا"),
    ),
    "kmr": Rules(_listed("yen yan eki eke ek en an ya ye yi yek e a i"), 4),
    "ps": Rules(_listed("گانو گان ونو ونه انو ان وي و ي ه"), 3, rounds=2),
    "fa": _PERSIAN,
    "prs": _PERSIAN,
    "ur": Rules(_listed("يون ون ين يان ات و ي ا ه"), 3, rounds=1),
    "ti": Rules(_listed("ታት ትን ት ን ኦም ዎም"), 2, starts=_listed("ን ብ ዝ እን ም ከም ስለ"), rounds=1),
    "am": Rules(_listed("ዎች ኦች ዎችን ን ው ዋ ዎ"), 2, starts=_listed("የ ለ በ ከ ስለ እ"), rounds=1),
    "he": Rules(_listed("ים ות ה ת י"), 3, starts=_listed("ה ו ב ל כ מ ש וה בה לה"), rounds=1),
    "ko": Rules(_listed("은 는 이 가 을 를 에 에서 의 로 으로 와 과 도 들"), 2, rounds=1),
    "sq": Rules(_listed("it et in ve ës es e a i t n"), 4, rounds=1),
    "hr": Rules(_listed("ima ama ovi ova ove om em a e i o u"), 3, rounds=1),
    "sw": Rules(_listed("ni"), 4, starts=_listed("wa ma vi ki u m"), rounds=1),
}  # fmt: skip
_ARABIC_STARTS = _listed("وال بال كال فال ولل فلل ال لل و ف ب ك ل")


def stem(word: str, tag: str) -> str:
    """*word*, which is folded, without what the rules of *tag* take off; itself where there are none."""
    rules = RULES.get(tag)
    if rules is None:
        return word
    word = _without_start(word, rules.starts, rules.least + 1)
    for _ in range(rules.rounds):
        shorter = _without_end(word, rules)
        if shorter == word:
            break
        word = shorter
    return _turned(word, rules)


def _without_start(word: str, starts: Sequence[str], least: int) -> str:
    return next(
        (word[len(each) :] for each in starts if word.startswith(each) and len(word) - len(each) >= least), word
    )


def _without_end(word: str, rules: Rules) -> str:
    for each in rules.ends:
        if word.endswith(each) and len(word) - len(each) >= rules.least:
            return word[: -len(each)]
    return word


def _turned(word: str, rules: Rules) -> str:
    for end, other in rules.turned:
        if word.endswith(end) and len(word) - len(end) >= 2:
            return word[: -len(end)] + other
    if rules.collapse and len(word) > 1 and word[-1] == word[-2]:
        return word[:-1]
    return _closed(word) if script(word) == "ethiopic" else word


def _closed(word: str) -> str:
    """An Ethiopic word whose last letter stands without its vowel: ቤተ and ቤት are the same."""
    return word[:-1] + chr((ord(word[-1]) & ~7) + 5)


def without_article(word: str) -> tuple[str, ...]:
    """A folded Arabic word without its article, and the particles that are written onto it, where enough is left."""
    for start in _ARABIC_STARTS:
        rest, least = word[len(start) :], 3 if len(start) > 1 else 4
        if word.startswith(start) and len(rest) >= least:
            return (rest, f"ل{rest}") if start.endswith("لل") else (rest,)
    return (word[1:],) if word.startswith("لل") and len(word) >= 4 else ()  # للجوء is ل and لجوء
