"""Checks what was installed of the package: its wheel, with README and licence."""

import importlib.metadata
import pathlib
import sys
import sysconfig

import tally

distribution = importlib.metadata.distribution("tally")
metadata = distribution.metadata
site_packages = pathlib.Path(sysconfig.get_path("purelib"))

checks = {
    "the module is in site-packages": site_packages in pathlib.Path(tally.__file__).parents,
    "the README is its description": "# tally" in (metadata.get_payload() or metadata["Description"] or ""),
    "the licence is named": metadata.get_all("License-File") == ["LICENSE"],
    "the licence is there": "Apache License" in (distribution.read_text("licenses/LICENSE") or ""),
    "no file of the project lies about": not list(pathlib.Path.cwd().glob("**/pyproject.toml")),
    "development tools are not installed": not (site_packages / "pytest").exists(),
}
for claim, holds in checks.items():
    print("ok  " if holds else "FAIL", claim)
sys.exit(not all(checks.values()))
