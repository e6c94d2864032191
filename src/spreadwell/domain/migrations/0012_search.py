"""The tables in which search looks; what fills them is set after the migrations."""

from django.db import migrations

from spreadwell.domain.search.index import drop_tables, make_tables


def make(apps, schema_editor):
    make_tables()


def drop(apps, schema_editor):
    drop_tables()


class Migration(migrations.Migration):
    dependencies = [
        ("domain", "0011_rounds_of_scoring"),
    ]

    operations = [migrations.RunPython(make, drop)]
