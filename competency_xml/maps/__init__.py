"""Starter maps, one XML file per role: our own illustrative content, never a standard's."""

from __future__ import annotations

from pathlib import Path


def starter_maps() -> dict[str, Path]:
    """Return role id → file of every starter map, by role id."""
    return {path.stem: path for path in sorted(Path(__file__).parent.glob("*.xml"))}
