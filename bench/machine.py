"""What the figures were measured on."""

import os
import platform
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine


@dataclass(frozen=True, slots=True)
class Machine:
    """Processor, cores, versions, the day, and how busy the machine was before we began."""

    processor: str
    cores: int
    system: str
    python: str
    database: str
    day: str
    load: float

    @property
    def lines(self) -> list[tuple[str, str]]:
        return [
            ("Date", self.day),
            ("Processor", f"{self.processor}, {self.cores} cores"),
            ("System", self.system),
            ("Python", self.python),
            ("Database", self.database),
            ("Load average before the run", f"{self.load:.1f}"),
        ]


def describe(engine: Engine) -> Machine:
    """Return this machine as it is now."""
    if engine.dialect.name == "sqlite":
        database = f"SQLite {sqlite3.sqlite_version}, WAL, file on disk"
    else:
        with engine.connect() as connection:
            version = connection.dialect.server_version_info or ()
        database = "PostgreSQL " + ".".join(str(part) for part in version)
    return Machine(
        processor=processor(),
        cores=len(os.sched_getaffinity(0)),
        system=f"{platform.system()} {platform.machine()}",
        python=f"{platform.python_implementation()} {platform.python_version()}",
        database=database,
        day=time.strftime("%Y-%m-%d"),
        load=os.getloadavg()[0],
    )


def processor() -> str:
    """Return the name of the processor, as far as the system tells it."""
    facts = Path("/proc/cpuinfo")
    if facts.exists():
        for line in facts.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or "unknown processor"
