"""The two-level taxonomy (tiles and their categories) and the concepts by which people search."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.db import Base


class Category(Base):
    """A kind of help. A category without a parent is a tile of the home page."""

    __tablename__ = "category"
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    parent_code: Mapped[str | None] = mapped_column(ForeignKey("category.code"), index=True)
    position: Mapped[int]
    icon: Mapped[str] = mapped_column(String(40))
    labels: Mapped[list["CategoryLabel"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class CategoryLabel(Base):
    """A category's name in one language."""

    __tablename__ = "category_label"
    category_code: Mapped[str] = mapped_column(ForeignKey(Category.code, ondelete="CASCADE"), primary_key=True)
    locale: Mapped[str] = mapped_column(String(12), primary_key=True)
    label: Mapped[str] = mapped_column(String(80))


class Concept(Base):
    """A thing that people look for, whatever their word for it."""

    __tablename__ = "concept"
    code: Mapped[str] = mapped_column(String(40), primary_key=True)
    categories: Mapped[list["ConceptCategory"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)
    words: Mapped[list["ConceptWord"]] = relationship(cascade="all, delete-orphan", passive_deletes=True)


class ConceptCategory(Base):
    """A category in which the things of a concept are found."""

    __tablename__ = "concept_category"
    concept_code: Mapped[str] = mapped_column(ForeignKey(Concept.code, ondelete="CASCADE"), primary_key=True)
    category_code: Mapped[str] = mapped_column(ForeignKey(Category.code, ondelete="CASCADE"), primary_key=True)


class ConceptWord(Base):
    """A word or phrase that means a concept; *locale* is a tag, or ``latn`` for how people type it in Latin letters.

    The first by *position* is the concept's name. *origin* is human or machine, *review* is draft or reviewed.
    """

    __tablename__ = "concept_word"
    concept_code: Mapped[str] = mapped_column(ForeignKey(Concept.code, ondelete="CASCADE"), primary_key=True)
    locale: Mapped[str] = mapped_column(String(12), primary_key=True)
    word: Mapped[str] = mapped_column(String(80), primary_key=True)
    folded: Mapped[str] = mapped_column(String(80), index=True)
    position: Mapped[int] = mapped_column(default=0)
    origin: Mapped[str] = mapped_column(String(10), default="machine")
    review: Mapped[str] = mapped_column(String(10), default="draft")
