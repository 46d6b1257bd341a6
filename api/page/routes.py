"""Every page, in one list."""

from __future__ import annotations

from fastapi import FastAPI

from api import brief
from api.page import (
    activity,
    agreement,
    assets,
    codebook,
    conflicts,
    decide,
    explore,
    explore_charts,
    explore_pairs,
    explore_papers,
    explore_passages,
    explore_settings,
    figures,
    home,
    influences,
    keys,
    pairs,
    papers,
    sign,
    survey,
)
from api.page.errors import for_people
from api.page.explore_counts import Explored
from api.who import Door

ROUTERS = (
    assets.router,
    sign.router,
    home.router,
    decide.router,
    keys.router,
    conflicts.router,
    pairs.router,
    activity.router,
    papers.router,
    influences.router,
    figures.router,
    explore.router,
    explore_pairs.router,
    explore_settings.router,
    explore_papers.router,
    explore_passages.router,
    explore_charts.router,
    survey.router,
    codebook.router,
    agreement.router,
    brief.router,
)


def add_pages(app: FastAPI, door: Door) -> None:
    """Give an application its pages. Call it after the problems are installed."""
    app.state.door, app.state.kept = door, influences.Kept()
    app.state.explored = Explored(app.state.counting)
    for router in ROUTERS:
        app.include_router(router)
    for_people(app)
