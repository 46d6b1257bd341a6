"""Write the SYNTHETIC survey of this folder from planted/, and copy the review of ../peer_support beside it.

    python examples/synthetic_survey/make.py [DIRECTORY]

Nobody was asked: answers are drawn with a fixed seed from what planted/ says. The same files come out on every machine.
"""

from __future__ import annotations

import csv
import random
import shutil
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import NormalDist

HERE = Path(__file__).parent
REVIEW = HERE.parent / "peer_support"
SEED = 20200331
COPIED = ("codebook.csv", "tables/papers.csv", "tables/sites.csv", "tables/codings.csv")
LANGUAGES = ("en", "de", "he", "sw")
FORMS = {"staff": "dropped_staff", "peer workers": "dropped_peer"}
ANCHORS = {
    "en": "1=strongly disagree; 2=disagree; 3=neither; 4=agree; 5=strongly agree",
    "de": "1=stimme gar nicht zu; 2=stimme nicht zu; 3=weder noch; 4=stimme zu; 5=stimme voll zu",
    "he": "1=מאוד לא מסכים; 5=מסכים מאוד",
    "sw": "1=sikubali kabisa; 5=nakubali kabisa",
}
INSTRUMENT = (
    *("item_id", "influence_id", "version", "form", "language", "wording", "scale_min", "scale_max", "anchors"),
    *("reverse", "status", "reason", "position"),
)
SITES = ("site", "name", "country", "income_group", "level_of_care", "sector", "language")
COUNTRY = '  name = "country"\n  kind = "country"'
HIGH = "UK = 'high income', England = 'high income', Scotland = 'high income', USA = 'high income', Australia"
INCOME = (
    f"""  income_group = {{ column = "country", map = {{ {HIGH} = 'high income', Uganda = 'low income', "" = "" }} }}"""
)
"""What the review says of countries here and not in the other example, so that papers are comparable to sites."""
COMMON, TWINS = 0.35, 0.97
"""Squared loading of every influence on one common factor; correlation of the two that cannot be told apart."""
TWIN, OF = "peer-network", "support-for-well-being"
MIDDLE, SPREAD = 3.2, 1.05
"""Where answers lie on the scale of 1 to 5 when nothing is planted, and how far they spread."""
LEFT_OUT, NOT_APPLICABLE = 0.02, 0.015
WORDS = ("strongly disagree", "disagree", "neither", "agree", "strongly agree")

Rows = list[dict[str, str]]
Person = dict[str, str | float]


def main(place: Path) -> None:
    """Write the whole review folder."""
    items, sites = read("items"), read("sites")
    for name in COPIED:
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(REVIEW / name, place / name)
    (place / "review.toml").write_text(settings(), encoding="utf-8")
    survey = place / "survey"
    survey.mkdir(exist_ok=True)
    write(survey / "instrument.csv", INSTRUMENT, instrument(items))
    write(survey / "sites.csv", SITES, ([site[name] for name in SITES] for site in sites))
    draw = random.Random(SEED)  # noqa: S311  (made-up answers, no secrets)
    codes = draw.sample(range(1000, 10000), 400)
    staff, peers = (
        people(sites, ("clinicians", "managers"), codes),
        people(sites, ("peer_workers", "peer_trainers"), codes),
    )
    factors = {str(person["code"]): drawn_factors(draw, person, sites) for person in (*staff, *peers)}
    kept = {form: [item for item in items if not item[column]] for form, column in FORMS.items()}
    answers = {
        str(person["code"]): answered(draw, factors[str(person["code"])], kept[form])
        for form, group in (("staff", staff), ("peer workers", peers))
        for person in group
    }
    who = ("code", "site", "role", "language")
    ids = [item["item_id"] for item in kept["staff"]]
    wide = ([*(person[name] for name in who), *answers[str(person["code"])]] for person in staff)
    write(survey / "synthetic_staff.csv", (*who, *ids), wide)
    write(
        survey / "synthetic_peer_workers.csv", (*who, "item", "answer"), long(peers, who, kept["peer workers"], answers)
    )
    outside = [other_measures(draw, str(person["code"]), factors[str(person["code"])]) for person in staff]
    write(
        survey / "synthetic_other_measures.csv",
        ("code", "recovery_orientation", "workload", "years_in_service"),
        outside,
    )


def read(name: str) -> Rows:
    """A table of planted/."""
    with (HERE / "planted" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, header: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """A table as CSV, lines ended alike on every machine."""
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def settings() -> str:
    """review.toml of the other example under a name of its own, and what planted/ says of the survey."""
    text = (REVIEW / "review.toml").read_text(encoding="utf-8")
    for old, new in (
        ("# Fourteen studies", "# With a SYNTHETIC survey at the end. Fourteen studies"),
        ('id = "peer-support"', 'id = "synthetic-survey"'),
        ("(an example)", "(an example), beside a SYNTHETIC survey"),
        (COUNTRY, f"{COUNTRY}\n{INCOME}"),
    ):
        assert old in text, old
        text = text.replace(old, new, 1)
    return text + (HERE / "planted" / "survey.toml").read_text(encoding="utf-8")


def instrument(items: Rows) -> Iterable[list[object]]:
    """The planned version in English, then both forms of version 1.0: kept items in every language, dropped ones."""
    for version, form, column in (("planned", "", ""), *(("1.0", form, column) for form, column in FORMS.items())):
        kept = [item for item in items if not (column and item[column])]
        dropped = [item for item in items if item not in kept]
        for position, item in enumerate((*kept, *dropped), start=1):
            reason = item[column] if column else ""
            for language in LANGUAGES if column and not reason else LANGUAGES[:1]:
                words = [item[language], 1, 5, ANCHORS[language], item["reverse"]]
                about = [item["item_id"], item["influence_id"], version, form, language]
                yield [*about, *words, "dropped" if reason else "kept", reason, position]


def people(sites: Rows, roles: Sequence[str], codes: list[int]) -> list[Person]:
    """The people of every site, each with a code of no meaning; takes the codes that it uses."""
    found: list[Person] = []
    for site in sites:
        for role in roles:
            for nth in range(int(site[role])):
                english = role == "clinicians" and nth < int(site["in_english"])
                language = "en" if english else site["language"]
                said = role.removesuffix("s").replace("_", " ")
                found.append({"code": f"p{codes.pop()}", "site": site["site"], "role": said, "language": language})
    return found


def drawn_factors(draw: random.Random, person: Person, sites: Rows) -> dict[str, float]:
    """What one person thinks of each influence: common to all, its own, and what was planted at the site."""
    site = next(site for site in sites if site["site"] == person["site"])
    influences = list(site)[list(site).index("organisational-culture") :]
    shared = normal(draw)
    own = {name: COMMON**0.5 * shared + (1 - COMMON) ** 0.5 * normal(draw) for name in influences}
    own[TWIN] = TWINS * own[OF] + (1 - TWINS**2) ** 0.5 * normal(draw)
    return {name: value + float(site[name]) for name, value in own.items()}


def answered(draw: random.Random, factors: Mapping[str, float], items: Rows) -> list[str]:
    """One person's answers of 1 to 5; empty where left out, NA where it does not apply."""
    found = []
    for item in items:
        loading = float(item["loading"])
        latent = loading * factors[item["answers_follow"] or item["influence_id"]] + (1 - loading**2) ** 0.5 * normal(
            draw
        )
        answer = min(5, max(1, round(MIDDLE + SPREAD * latent)))
        chance = draw.random()
        if chance < LEFT_OUT:
            found.append("")
        elif chance < LEFT_OUT + NOT_APPLICABLE:
            found.append("NA")
        else:
            found.append(str(6 - answer if item["reverse"] == "yes" else answer))
    return found


def long(
    peers: list[Person], who: Sequence[str], items: Rows, answers: Mapping[str, list[str]]
) -> Iterable[list[object]]:
    """One row an answer, in words."""
    for person in peers:
        for item, answer in zip(items, answers[str(person["code"])], strict=True):
            said = WORDS[int(answer) - 1] if answer.isdigit() else "does not apply" if answer else ""
            yield [*(person[name] for name in who), item["item_id"], said]


def other_measures(draw: random.Random, code: str, factors: Mapping[str, float]) -> list[object]:
    """Three scores of the same person: two follow an influence, one follows nothing."""
    recovery = 0.75 * factors["organisational-culture"] + (1 - 0.75**2) ** 0.5 * normal(draw)
    workload = -0.6 * factors["resource-availability"] + 0.8 * normal(draw)
    return [code, round(50 + 12 * recovery), round(20 + 5 * workload), round(20 * draw.random())]


def normal(draw: random.Random) -> float:
    """A standard normal number, by inversion: the same on every machine."""
    return NormalDist().inv_cdf(min(max(draw.random(), 1e-12), 1 - 1e-12))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
