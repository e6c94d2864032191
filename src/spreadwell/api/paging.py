"""Long lists come in pages, the same way everywhere."""

from collections.abc import Sequence
from typing import Annotated, TypeVar

from ninja import Query, Schema
from pydantic import Field

T = TypeVar("T")
MOST = 1000
Page = Annotated[int, Query(ge=1, le=100_000, description="which page, from 1")]
Size = Annotated[int, Query(ge=1, le=MOST, description=f"how many a page, up to {MOST:,}")]


class Paged(Schema):
    """Where a page stands in the whole."""

    total: int = Field(description="how many there are in all")
    page: int
    pages: int = Field(description="how many pages of this size there are")


def paged(total: int, page: int, size: int) -> dict[str, int]:
    """The parts of `Paged`."""
    return {"total": total, "page": page, "pages": max(1, -(-total // size))}


def page_of(rows: Sequence[T], page: int, size: int) -> Sequence[T]:
    """One page of rows; empty beyond the last."""
    return rows[(page - 1) * size : page * size]
