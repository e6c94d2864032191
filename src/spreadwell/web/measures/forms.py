"""Forms of the room “measures”."""

from typing import Any, TypeAlias

from django import forms
from django.core.files.uploadedfile import UploadedFile

from spreadwell.formats.notes import LONGEST_NOTE

from ..formkit import LongText, PageForm

Uploaded: TypeAlias = "UploadedFile[Any]"


class SendForm(PageForm):
    """A file of readings."""

    file = forms.FileField(
        label="Your file",
        help_text="CSV, Excel (.xlsx), Parquet or FHIR (.json), up to 50 MB. One row, or one FHIR "
        "MeasureReport, for each measure, site and period.",
        allow_empty_file=True,
        widget=forms.FileInput,
        error_messages={"required": "Choose a file."},
    )
    note = LongText(
        label="Anything to know about these numbers?",
        help_text="It is shown on their charts.",
        required=False,
        rows=2,
        max_length=LONGEST_NOTE,
    )


class ManyFiles(forms.FileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, at least one."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Uploaded]:
        """Return every file that was chosen."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given or [None]]


class DefinitionsForm(PageForm):
    """Definitions of measures."""

    definitions = FilesField(
        label="Definitions",
        help_text="YAML, a file for each measure. Several can be chosen at once.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )


class WithdrawForm(PageForm):
    """Why accepted readings are taken back."""

    reason = LongText(label="Why are these readings withdrawn?", rows=2)
