"""`spreadwell export map`: a map that was loaded, as GeoJSON that loads again."""

import argparse
from pathlib import Path

from spreadwell.cli.kinds import add_store_argument
from spreadwell.cli.messages import InputProblem, say
from spreadwell.cli.store import open_store

HELP = "write a map that was loaded as GeoJSON"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Which map, and where to."""
    parser.add_argument("name", metavar="NAME", help="what the map is called")
    parser.add_argument("file", type=Path, metavar="FILE", help="such as boroughs.geojson")
    add_store_argument(parser)


def run(options: argparse.Namespace) -> int:
    """Write the file."""
    open_store(options.data, ready=True)
    from spreadwell.domain.networks.models import MapLayer
    from spreadwell.exchange.organisations.maps import export_map

    layers = MapLayer.objects.all()
    layer = layers.filter(name=options.name).first() or layers.filter(slug=options.name).first()
    if layer is None:
        names = ", ".join(f"“{one}”" for one in layers) or "none"
        raise InputProblem(f"There is no map “{options.name}”; here are {names}.")
    try:
        options.file.write_text(export_map(layer), encoding="utf-8")
    except OSError as error:
        raise InputProblem(f"{options.file}: {error.strerror}.") from None
    say(f"Wrote {len(layer.outlines['features']):,} {layer.many} to {options.file}.")
    return 0
