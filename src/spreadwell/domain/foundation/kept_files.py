"""Files that people attach: of which kinds and size, and under what name they are kept."""

from .refusals import Invalid

MOST_BYTES = 5 * 1024 * 1024
"""The largest file kept with a thing; more belongs where the thing refers to."""
FILE_KINDS = ("pdf", "docx", "xlsx", "pptx", "odt", "ods", "txt", "csv", "png", "jpg", "jpeg")
"""What files come as; nothing that runs when it is opened."""


def check_kept_file(file_name: str, content: bytes) -> None:
    """Raise unless a file is of a kind and size that is kept."""
    ending = file_name.rpartition(".")[2].casefold()
    if "." not in file_name or ending not in FILE_KINDS:
        raise Invalid(
            f"“{file_name}” is not of a kind that is kept: {', '.join(FILE_KINDS)}.", field="file"
        )
    if not content:
        raise Invalid(f"“{file_name}” is empty.", field="file")
    if len(content) > MOST_BYTES:
        raise Invalid(
            f"“{file_name}” has {len(content) / 1024 / 1024:.1f} MB; at most "
            f"{MOST_BYTES // 1024 // 1024} MB are kept. Give a link instead.",
            field="file",
        )


def plain_name(file_name: str) -> str:
    """Return a file's name without folders and without signs that do not print."""
    last = file_name.replace("\\", "/").rpartition("/")[2]
    return "".join(one for one in last if one.isprintable())[-160:].strip()
