"""What the practice LMS is told when it is made: its address, its courses, its first tool.

It reads no environment and no file of the tool's: everything arrives in ``PracticeSettings``.
"""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

# The browsers lead every name under this one to the machine itself.
PERSON_HOSTS = ".localhost"


@dataclass(frozen=True)
class CourseSpec:
    """One course: a class list in a file, and its teacher.

    ``teacher_title`` ("Mme", "M.") is only used for the teacher's own host name (mme-diallo).
    ``mentors`` are people with a role that is neither the teacher's nor a pupil's.
    """

    id: str
    label: str
    title: str
    csv_path: Path
    teacher: tuple[str, str]
    locale: str = "fr"
    teacher_title: str = ""
    activity_title: str = "Échanges réciproques de savoirs"
    mentors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ToolSpec:
    """The tool that is registered here from the start, as an administrator would have typed it.

    ``names`` says who gets people's names: ``always``, ``never``, or ``delegate`` for where the
    teacher shares them. It is where a new data folder begins; the administration page changes it.
    """

    login_url: str
    launch_url: str
    jwks_url: str
    client_id: str
    deployment_id: str
    redirect_uris: tuple[str, ...]
    name: str = "Échanges réciproques de savoirs"
    names: str = "delegate"
    members_list: bool = True
    deep_linking: bool = True


@dataclass(frozen=True)
class PracticeSettings:
    """The practice LMS's own settings: one school's. The issuer has no trailing slash.

    Several of them may run side by side, each with its data folder, keys and people, as the
    Moodles of several schools: ``host_end`` then ends the host name of everybody here
    (louna-college), so that no name means two people. ``beside`` are the others whose people the
    first page shows too, and ``start_url`` is that page where it is another one's.
    """

    issuer: str
    data_dir: Path
    port: int
    courses: tuple[CourseSpec, ...]
    tool: ToolSpec
    school: str = "École d'entraînement"
    host_end: str = ""
    beside: tuple["PracticeSettings", ...] = ()
    start_url: str = ""

    @property
    def issuer_host(self) -> str:
        """Return the name of the host that serves the index and the protocol's endpoints."""
        return urlsplit(self.issuer).hostname or ""

    @property
    def auth_url(self) -> str:
        """Return the authorization endpoint."""
        return f"{self.issuer}/auth"

    @property
    def token_url(self) -> str:
        """Return the token endpoint, which is also the audience of client assertions."""
        return f"{self.issuer}/token"

    @property
    def jwks_url(self) -> str:
        """Return where the platform's public keys are."""
        return f"{self.issuer}/jwks"

    @property
    def index_url(self) -> str:
        """Return the page on which one chooses who to be."""
        return self.start_url or f"{self.issuer}/"

    @property
    def registration_url(self) -> str:
        """Return where a tool registers itself, with the token it was given."""
        return f"{self.issuer}/openid-registration"

    def memberships_url(self, course_id: str, deployment_id: str = "") -> str:
        """Return the address of a course's list of members, as a tool asks for it."""
        binding = deployment_id or self.tool.deployment_id
        return f"{self.issuer}/nrps/CourseSection/{course_id}/bindings/{binding}/memberships"

    @property
    def address(self) -> str:
        """Return the host and port of the issuer, as a browser shows them."""
        return urlsplit(self.issuer).netloc

    def serves(self, host: str) -> bool:
        """Return whether this host is the issuer's, or ends as its people's hosts do."""
        person = bool(self.host_end) and host.endswith(f"{self.host_end}{PERSON_HOSTS}")
        return person or host == self.issuer_host

    def person_url(self, slug: str, path: str) -> str:
        """Return an address on a person's own host, which has its own cookie jar."""
        issuer = urlsplit(self.issuer)
        port = "" if self.port == 80 else f":{self.port}"
        return f"{issuer.scheme}://{slug}{PERSON_HOSTS}{port}{issuer.path}{path}"


def registration_facts(settings: PracticeSettings) -> dict[str, str]:
    """Return what the tool's operator needs for a manual registration of this LMS."""
    return {
        "issuer": settings.issuer,
        "client_id": settings.tool.client_id,
        "deployment_id": settings.tool.deployment_id,
        "auth_login_url": settings.auth_url,
        "auth_token_url": settings.token_url,
        "jwks_url": settings.jwks_url,
    }


def framing_origins(settings: PracticeSettings) -> tuple[str, ...]:
    """Return the origins whose pages frame the tool: every person's host, and the issuer's.

    The issuer alone would not do: the course pages live on hosts of their own.
    """
    everybody = settings.person_url("*", "")
    return (origin_of(everybody), origin_of(settings.issuer))


def origin_of(url: str) -> str:
    """Return the scheme, host and port of an address."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
