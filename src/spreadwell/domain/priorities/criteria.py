"""The criteria that come with the product, read from their file under review."""

from importlib.resources import files

import yaml

from .models import Criterion

DEFAULT_FILE = "criteria.yaml"


def load_criteria() -> list[Criterion]:
    """Put the default criteria into the store, or bring them up to date, and return them.

    Scores already given keep standing: a criterion is known by its slug.
    """
    text = files("spreadwell.definitions").joinpath(DEFAULT_FILE).read_text(encoding="utf-8")
    loaded: list[Criterion] = []
    for order, given in enumerate(yaml.safe_load(text)):
        criterion, _ = Criterion.objects.update_or_create(
            slug=given["slug"],
            defaults={
                "name": given["name"],
                "question": given["question"],
                "side": given["side"],
                "anchors": {str(score): words for score, words in given["anchors"].items()},
                "order": order,
            },
        )
        loaded.append(criterion)
    return loaded
