"""Prints what Home Assistant installs before it sets up the integrations that standard input names."""

import json
from pathlib import Path
import re
import sys

# These have no manifest: a login loads the first, the check of a configuration is the second.
WITHOUT_MANIFEST = ("auth/mfa_modules/totp.py", "scripts/check_config.py")

# What finds devices comes too, if a manifest has its name (`homeassistant.requirements`).
DISCOVERIES = ("dhcp", "mqtt", "ssdp", "zeroconf")


def requirements(homeassistant: Path, domains: list[str]) -> set[str]:
    """Return the requirements of the domains and, as Home Assistant does, of all that they may come after."""
    found: set[str] = set()
    for module in WITHOUT_MANIFEST:
        found.update(
            re.findall(r'"([\w-]+==[\w.]+)"', (homeassistant / module).read_text())
        )
    seen: set[str] = set()
    while domains:
        if (domain := domains.pop()) in seen:
            continue
        seen.add(domain)
        manifest = json.loads(
            (homeassistant / "components" / domain / "manifest.json").read_text()
        )
        found.update(manifest.get("requirements", []))
        domains += manifest.get("dependencies", [])
        domains += manifest.get("after_dependencies", [])
        domains += (name for name in DISCOVERIES if name in manifest)
    return found


if __name__ == "__main__":
    names = [line for line in sys.stdin.read().splitlines() if line and line[0] != "#"]
    print("\n".join(sorted(requirements(Path(sys.argv[1]), names))))
