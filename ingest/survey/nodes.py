"""The measure as nodes and relationships; its sites are gathered with the settings of the tables."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from graph.survey import Instrument, Item, ItemStatus
from ingest.survey.instrument import ORIGINAL


def instrument_nodes(instruments: Sequence[Instrument]) -> dict[str, list[dict[str, object]]]:
    """Label -> rows of Instrument and Item, in the order of ids."""
    items = [_item(form, item) for form in instruments for item in form.items]
    rows = {"Instrument": [_instrument(form) for form in instruments], "Item": items}
    return {label: sorted(each, key=lambda row: str(row["id"])) for label, each in rows.items()}


def instrument_pairs(instruments: Sequence[Instrument]) -> dict[str, list[tuple[str, str]]]:
    """Type -> (start, end) of HAS_ITEM and MEASURES."""
    has = sorted((form.id, form.item_node_id(item)) for form in instruments for item in form.items)
    return {"HAS_ITEM": has, "MEASURES": sorted(_measured(instruments))}


def _measured(instruments: Sequence[Instrument]) -> Iterator[tuple[str, str]]:
    for form in instruments:
        for item in form.items:
            if item.influence_id is not None:
                yield form.item_node_id(item), item.influence_id


def _instrument(form: Instrument) -> dict[str, object]:
    scales = {(item.scale_low, item.scale_high) for item in form.kept}
    low, high = scales.pop() if len(scales) == 1 else (None, None)
    dropped = sum(item.status is ItemStatus.DROPPED for item in form.items)
    return {
        "id": form.id,
        "name": form.name,
        "version": form.version,
        "form": form.form,
        "languages": languages_of(form) or None,  # one engine knows no empty list
        "scale_low": low,
        "scale_high": high,
        "items_kept": len(form.kept),
        "items_dropped": dropped,
        "synthetic": form.synthetic,
    }


def languages_of(form: Instrument) -> list[str]:
    """The languages that some item of the form is worded in, in the order of the file."""
    return list(dict.fromkeys(tag for item in form.items for tag in item.wording if tag != ORIGINAL))


def _item(form: Instrument, item: Item) -> dict[str, object]:
    return {
        "id": form.item_node_id(item),
        "item_id": item.item_id,
        "position": item.position,
        "wording": json.dumps(dict(item.wording), ensure_ascii=False) if item.wording else None,
        "text": next(iter(item.wording.values()), None),
        "scale_low": item.scale_low,
        "scale_high": item.scale_high,
        "anchors": json.dumps({tag: dict(said) for tag, said in item.anchors.items()}, ensure_ascii=False)
        if item.anchors
        else None,
        "reverse": item.reverse,
        "status": item.status.value,
        "reason": item.reason,
    }
