"""Registering, signing in and out, getting back in, and looking after one's account."""

from flask import Blueprint, redirect, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from portal.accounts import actions, factors, passwords, queries, session, throttle, tokens
from portal.accounts.carrying import go_on, kept, safe
from portal.accounts.forms import (
    CodeForm,
    ConfirmForm,
    DeviceForm,
    LanguagesForm,
    PasswordForm,
    ProveForm,
    RecoverForm,
    RegisterForm,
    SecondForm,
    SignInForm,
)
from portal.accounts.guard import sign_in_first
from portal.accounts.staff import redeem
from portal.accounts.words import ROLES
from portal.errors import BadInput
from portal.i18n import gettext
from portal.permissions import Permission, requires
from portal.posting import answer, page, posted

bp = Blueprint("accounts", __name__, url_prefix="/<locale:lang>/account")


@bp.get("")
@requires(Permission.OWN)
def home() -> Response:
    """One's own account: what can be done with it, and what was decided about it."""
    account = session.someone()
    return page(
        "accounts/home.html",
        account=account,
        name=tokens.grouped(account.sign_in_name),
        sign_out_form=ConfirmForm(),
        strong_now=session.strong(),
        role_words=ROLES,
        **queries.home(account),
    )


@bp.route("/register", methods=["GET", "POST"])
@requires(Permission.ANYONE)
def register() -> Response:
    """Make an account from an age band, a name and a password; show once what has to be written down."""
    session.ask_as_stranger()
    form = RegisterForm(posted(), invitation=request.args.get("invitation", ""))
    if request.method == "POST" and form.age.data == "young":
        return page("accounts/too_young.html")
    secret = passwords.hash_password(form.password.data or "") if request.method == "POST" and form.validate() else ""

    def work(opened: Session) -> Response:
        made = actions.register(
            opened, form.pseudonym.data or "", secret, form.age.data, form.invitation.data or "", stay=form.stay.data
        )
        shown = page("accounts/registered.html", name=tokens.grouped(made.sign_in_name), codes=made.codes)
        session.set_cookie(shown, session.COOKIE, made.token, stay=form.stay.data)
        return shown

    return answer(form, "accounts/register.html", work, at_most=throttle.MANY)


@bp.route("/sign-in", methods=["GET", "POST"])
@requires(Permission.ANYONE)
def sign_in() -> Response:
    """Sign in. Whether a name exists is told neither by the answer's bytes nor by its time."""
    session.ask_as_stranger()
    form = SignInForm(posted(), back=request.args.get("back", ""))
    if request.method != "POST":
        return page("accounts/sign_in.html", form=form)
    if not form.validate():
        return page("accounts/sign_in.html", 400, form=form, kept=kept())
    name = tokens.plain_name(form.name.data or "")
    seconds = throttle.wait(name)
    if seconds:
        return throttle.late(seconds, "accounts/sign_in.html", form=form, kept=kept())
    device = request.cookies.get(session.TRUSTED, "")
    done = actions.sign_in(name, form.password.data or "", device, stay=form.stay.data)
    if done is None:
        throttle.failed(name)
        words = gettext("Name and password do not fit together. Look at both, or use a recovery code.")
        return page("accounts/sign_in.html", 400, form=form, problem=words, kept=kept())
    throttle.succeeded(name)
    return _signed_in(form, done)


def _signed_in(form: SignInForm, done: actions.SignedIn) -> Response:
    session.begin(done.token)
    if done.passed:
        shown = go_on(form.back.data)
    elif kept():
        key = factors.ask_key(done.account_id)
        shown = page("accounts/second.html", form=SecondForm(back=form.back.data), kept=kept(), key=key)
    else:
        shown = redirect(url_for("accounts.second", back=safe(form.back.data)), 303)
    session.set_cookie(shown, session.COOKIE, done.token, stay=form.stay.data)
    return shown


@bp.route("/second", methods=["GET", "POST"])
@requires(Permission.ANYONE)
def second() -> Response:
    """The second factor of a sign-in."""
    here = session.opened()
    if here is None:
        back = request.args.get("back", "")
        return sign_in_first() if request.method == "POST" else redirect(url_for("accounts.sign_in", back=back))
    if here.strong:
        return go_on(request.values.get("back"))
    form = SecondForm(posted(), back=request.args.get("back", ""))

    def work(opened: Session) -> Response:
        _use(opened, here.account_id, form)
        factors.pass_session(opened, here.id)
        shown = go_on(form.back.data)
        if form.trust.data:
            session.set_cookie(shown, session.TRUSTED, factors.trust_device(opened, here.account_id), stay=True)
        return shown

    key = factors.ask_key(here.account_id)
    return throttle.slowly(here.account.ref, form, "accounts/second.html", work, kept=kept(), key=key)


def _use(opened: Session, account_id: int, form: SecondForm | ProveForm) -> None:
    """Take the factor that was shown: what was typed, or else the answer of a key."""
    if form.code.data or not form.answer.data:
        factors.use_written(opened, account_id, form.code.data or "")
    else:
        factors.use_key(opened, account_id, form.question.data or "", form.answer.data)


@bp.route("/prove", methods=["GET", "POST"])
@requires(Permission.OWN)
def prove() -> Response:
    """Prove again who one is, before something that matters; it holds for ten minutes."""
    here = session.opened()
    account = session.someone()
    key = factors.ask_key(account.id)
    form = ProveForm(posted(), back=request.args.get("back", ""))
    fits = request.method == "POST" and passwords.verify(account.password_hash, form.password.data or "")

    def work(opened: Session) -> Response:
        if not fits:
            raise BadInput(gettext("The password does not fit."))
        if actions.has_factor(opened, account.id):
            _use(opened, account.id, form)
        factors.step_up(opened, here.id if here else 0)
        return go_on(form.back.data)

    return throttle.slowly(account.ref, form, "accounts/prove.html", work, kept=kept(), key=key)


@bp.post("/sign-out")
@requires(Permission.OWN)
def sign_out() -> Response:
    """End this sign-in."""
    form = ConfirmForm(request.form)
    if not form.validate():
        return page("form.html", 400, form=form, title=gettext("Sign out"), button=gettext("Sign out"))
    actions.sign_out()
    gone = redirect(url_for("pages.home"), 303)
    session.drop_cookie(gone)
    gone.headers["Clear-Site-Data"] = '"cache", "storage"'
    return gone


@bp.route("/recover", methods=["GET", "POST"])
@requires(Permission.ANYONE)
def recover() -> Response:
    """Set a new password with a recovery code, or with the code that someone handed over in person."""
    session.ask_as_stranger()
    form = RecoverForm(posted())
    words = {
        "title": gettext("Back into your account"),
        "lead": gettext("Use one of the codes that you wrote down, or one that someone handed to you in person."),
        "button": gettext("Set the new password"),
    }
    key = tokens.plain_name(form.name.data or "")
    secret = passwords.hash_password(form.password.data or "") if request.method == "POST" and form.validate() else ""

    def work(opened: Session) -> Response:
        if not actions.recover(opened, key, form.code.data or "", secret):
            raise BadInput(gettext("Name and code do not fit together, or the code was used."))
        return page("accounts/recovered.html")

    return throttle.slowly(key, form, "form.html", work, **words)


@bp.route("/password", methods=["GET", "POST"])
@requires(Permission.OWN)
def password() -> Response:
    """A new password; every other sign-in ends."""
    account, here = session.someone(), session.opened()
    form = PasswordForm(posted())
    fits = request.method == "POST" and passwords.verify(account.password_hash, form.old.data or "")
    secret = passwords.hash_password(form.password.data or "") if fits else ""

    def work(opened: Session) -> Response:
        if not fits:
            raise BadInput(gettext("The password does not fit."))
        actions.change_password(opened, account.id, secret, keep=here.id if here else 0)
        return page("accounts/done.html", words=gettext("Your password is new. You are signed out everywhere else."))

    words = {"title": gettext("Change my password"), "button": gettext("Change it")}
    return throttle.slowly(account.ref, form, "form.html", work, **words)


@bp.route("/codes", methods=["GET", "POST"])
@requires(Permission.OWN, step_up=True)
def codes() -> Response:
    """New recovery codes in the place of the old ones, shown once."""
    account = session.someone()

    def work(opened: Session) -> Response:
        made = actions.new_codes(opened, account, "recovery", actions.RECOVERY_CODES)
        return page("accounts/codes.html", codes=made, title=gettext("Your recovery codes"))

    return answer(
        ConfirmForm(posted()), "form.html", work,
        title=gettext("New recovery codes"),
        lead=gettext("The old ones stop working. The new ones are shown once."),
        button=gettext("Show me new codes"),
    )  # fmt: skip


@bp.get("/sessions")
@requires(Permission.OWN)
def sessions() -> Response:
    """Where one is signed in."""
    return _sessions(DeviceForm())


def _sessions(form: DeviceForm, status: int = 200, number: int = 0) -> Response:
    """The list of sign-ins; *number* is the one whose new name could not be taken."""
    here = session.opened()
    rows = queries.sessions(session.someone().id)
    where = {"here": here.id if here else 0, "number": number}
    return page("accounts/sessions.html", status, rows=rows, form=form, **where)


@bp.post("/sessions/<int:number>")
@requires(Permission.OWN)
def change_session(number: int) -> Response:
    """End a sign-in, or name its device."""
    form = DeviceForm(request.form)
    if not form.validate():
        return _sessions(form, 400, number)
    if "end" in request.form:
        actions.end_session(session.someone().id, number)
    else:
        actions.name_session(session.someone().id, number, form.name.data or "")
    return redirect(url_for("accounts.sessions"), 303)


@bp.route("/languages", methods=["GET", "POST"])
@requires(Permission.OWN)
def languages() -> Response:
    """In which language to be told things, and which ones one can review in."""
    account = session.someone()
    form = LanguagesForm(posted(), language=account.language, reads=[each.language for each in account.reads])
    if not session.may(Permission.REVIEW):
        del form.reads

    def work(opened: Session) -> Response:
        reads = (form.reads.data or []) if form.reads else None
        actions.choose_languages(opened, account.id, form.language.data, reads)
        return redirect(url_for("accounts.home"), 303)

    return answer(form, "form.html", work, title=gettext("Languages"), button=gettext("Save"))


@bp.route("/invitation", methods=["GET", "POST"])
@requires(Permission.OWN)
def invitation() -> Response:
    """Use an invitation that someone handed over."""
    account = session.someone()
    form = CodeForm(posted())

    def work(opened: Session) -> Response:
        redeem(opened, account, form.code.data or "")
        return page("accounts/done.html", words=gettext("The invitation is yours. It cannot be used again."))

    return answer(
        form, "form.html", work, at_most=throttle.MANY, title=gettext("Use an invitation"), button=gettext("Use it")
    )
