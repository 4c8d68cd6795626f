"""See that a program the tests need is there, and install it where we may: ``ensure.py postgresql chromium``.

Debian's packages are used (as root, or through sudo without a password); elsewhere the words say what to install.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = {"postgresql": ["postgresql"], "chromium": ["chromium", "fonts-noto-cjk"]}

# a mirror may be away for a moment, and another apt may be at work
PATIENT = ["-o", "Acquire::Retries=5", "-o", "DPkg::Lock::Timeout=300"]


def present(program: str) -> bool:
    if program == "postgresql":
        return bool(list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))) or shutil.which("initdb") is not None
    found = any(shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    fonts = (
        subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
        if shutil.which("fc-list")
        else None
    )
    return found and (fonts is None or bool(fonts.stdout.strip()))


def install(program: str) -> None:
    apt = shutil.which("apt-get")
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if apt is None or (prefix and shutil.which("sudo") is None):
        sys.exit(f"{program} is needed for the tests: please install it (on Debian: {' '.join(PACKAGES[program])})")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*prefix, apt, *PATIENT, "update", "-qq"], check=True, env=environment)
    subprocess.run(
        [*prefix, apt, *PATIENT, "install", "-y", "-qq", "--no-install-recommends", *PACKAGES[program]],
        check=True,
        env=environment,
        stdout=subprocess.DEVNULL,
    )


def main() -> None:
    for program in sys.argv[1:]:
        if not present(program):
            print(f"installing {program} ...", flush=True)
            install(program)


if __name__ == "__main__":
    main()
