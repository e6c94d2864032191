"""Forms of the room “measures”."""

from django import forms

from ..formkit import LongText, PageForm


class SendForm(PageForm):
    """A file of readings."""

    file = forms.FileField(
        label="Your file",
        help_text="CSV, Excel (.xlsx) or Parquet, up to 50 MB. One row for each measure, site and "
        "period.",
        allow_empty_file=True,
        widget=forms.FileInput,
        error_messages={"required": "Choose a file."},
    )


class WithdrawForm(PageForm):
    """Why accepted readings are taken back."""

    reason = LongText(label="Why are these readings withdrawn?", rows=2)
