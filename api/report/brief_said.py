"""What a brief says, piece by piece, in its words: the template calls these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from markupsafe import Markup

from api.page.render import shown, sign
from api.report.brief_words import Words, left_to_right
from synthesis.frequency import percentage
from synthesis.survey.beside import Reading
from synthesis.survey.brief import Brief, Here, Missing, Part
from synthesis.survey.questions import Question
from synthesis.survey.quoted import Quote
from synthesis.survey.reported import Reported

MOST_WORDS, LEAST_WORDS, WORDS_IN_ALL = 260, 100, 3000
"""Characters of a passage at most and at least, and of all of them: so that a brief stays two pages. A passage that is
shortened says so."""
MOST_ASKED = 2
"""Wordings of items shown of one influence."""
MOST_LOWEST = 3
MOST_ROOMY = 10
"""Influences up to which a page is set in the usual size."""


class Said:
    """One brief in its words."""

    def __init__(self, brief: Brief) -> None:
        self.brief, self.words = brief, Words(brief.language)
        self.say, self.number = self.words.say, self.words.number
        every = [text for part in brief.parts for one in part.quotes for text in (one.words, one.translation) if text]
        self.most_words = max(LEAST_WORDS, min(MOST_WORDS, WORDS_IN_ALL // max(1, len(every))))

    def name(self, text: object) -> Markup:
        """Words of the review inside a sentence, whatever direction they run in."""
        return Markup("<bdi>{}</bdi>").format(shown(str(text)))

    def facts(self) -> Sequence[tuple[Markup, Markup]]:
        """What is known of the site."""
        of = {"country": self.brief.country, **{one.name: one.value for one in self.brief.comparable.criteria}}
        unknown = self.say("unknown_value")
        return [(self.say(key), unknown if value is None else self.name(value)) for key, value in of.items()]

    def like_here(self) -> Sequence[Markup]:
        """Which settings are comparable, and what could not be compared."""
        found = self.brief.comparable
        if found.used:

            def by(words: Words) -> Markup:
                pairs = (Markup("{} {}").format(words.say(one.name), self.name(one.value)) for one in found.used)
                return Markup(", ").join(pairs)

            counts = {"papers": found.papers, "of": found.of_papers, "unknown": found.unknown}
            lines = [self.say("comparable", by=by, **counts)]
        else:
            lines = [self.say("comparable_none")]
        left = [one.name for one in found.criteria if not one.used]
        if left:
            lines.append(self.say("not_compared", what=lambda words: Markup(", ").join(map(words.say, left))))
        return lines

    def reported(self, of: Reported | None) -> Markup:
        """`4 of 10 (40 %, 17-69 %)`."""
        if of is None or of.reporting is None or of.of is None or of.low is None or of.high is None:
            return self.say("unknown_value")
        said = self.say("of", some=f"{of.reporting:,}", all=f"{of.of:,}")
        low, high = (f"{100 * value:.0f}" for value in (of.low, of.high))
        shares = left_to_right(f"({percentage(of.reporting, of.of)}\u00a0%; {low}\u2013{high}\u00a0%)")
        return Markup('{} <small class="whole">{}</small>').format(said, shares)

    def ways(self, of: Reported | None) -> Markup:
        """How many papers say that it helps, hinders, does both."""
        if of is None or not (of.of or of.papers):
            return Markup()
        counts = (("facilitator", of.facilitator), ("barrier", of.barrier), ("mixed", of.mixed))
        return Markup(" ").join(left_to_right(f"{sign(word)}\u00a0{count}") for word, count in counts)

    def rated(self, one: Here) -> Markup:
        """`3.04 (2.75-3.33), n 30`, or that it is not shown."""
        rating = one.rating
        if rating.mean is None:
            return self.say("not_shown")
        said = Markup("<b>{}</b>").format(self.number(rating.mean))
        if rating.low is not None and rating.high is not None:
            said += Markup(" ({}\u2013{})").format(self.number(rating.low), self.number(rating.high))
        if rating.respondents is not None:
            said += Markup(", n\u00a0{}").format(rating.respondents)
        if rating.scale is not None and self.scale is None:
            low, high = self.words.plain(rating.scale.low), self.words.plain(rating.scale.high)
            said += Markup(" <small>[{}\u2013{}]</small>").format(low, high)
        return left_to_right(said)

    @property
    def scale(self) -> Markup | None:
        """The scale, where all ratings have one."""
        scales = {one.rating.scale for part in self.brief.parts for one in part.here}
        (scale,) = scales if len(scales) == 1 else (None,)
        if scale is None:
            return None
        return self.say("scale", low=self.words.plain(scale.low), high=self.words.plain(scale.high))

    @property
    def everywhere(self) -> Sequence[Missing]:
        """What is not known of any influence: it is said once."""
        return [one for one in Missing if all(one in part.missing for part in self.brief.parts)]

    def missing(self, which: Iterable[Missing]) -> Markup:
        """What is not known, in words."""
        return Markup("; ").join(self.say(f"missing_{one}") for one in which)

    def others(self, one: Here) -> Markup:
        """The range of the other sites, and how many are not shown."""
        means, said = one.others, []
        if len(means) > 1:
            said.append(self.say("others", range=lambda words: words.span(means[0], means[-1])))
        elif means:
            said.append(self.say("other", mean=lambda words: words.number(means[0])))
        if one.hidden:
            said.append(self.say("hidden", count=one.hidden))
        return Markup(", ").join(said)

    def all_papers(self, words: Words) -> Markup:
        """How many papers the review includes."""
        return words.papers(self.brief.papers)

    def form(self, one: Here) -> Markup:
        """Who answered, and when; which measure, where there are several or several versions."""
        measures = {(form.name, form.version) for form in self.brief.forms}
        which = f"{one.form.name} {one.form.version}" if len(measures) > 1 else None
        parts = [part for part in (which, one.form.form, one.rating.wave) if part]
        return Markup(", ").join(self.name(part) for part in parts)

    def start(self) -> Sequence[Markup]:
        """Where to start: what parts, and what is lowest."""
        often = [part for part in self.brief.parts if Reading.OFTEN_LOW in part.readings]
        high = self._named(Reading.HIGH_SELDOM)
        lowest = [part for part in self.brief.parts if part.lowest is not None]
        lowest = sorted(lowest, key=lambda part: part.lowest or 0.0)[:MOST_LOWEST]
        numbers = partial(self._with_numbers, often)
        if not lowest:
            return [self.say("none_shown")]
        lines = [self.say("often_low", names=numbers) if often else self.say("none_low")]
        lines.append(self.say("lowest", names=self._names(lowest)))
        return [*lines, *([self.say("high_seldom", names=high)] if high else [])]

    def _named(self, reading: Reading) -> Markup:
        return self._names([part for part in self.brief.parts if reading in part.readings])

    def _with_numbers(self, parts: Sequence[Part], words: Words) -> Markup:
        """`Training (5 of 10; staff 1.98, peer workers 2.42)`."""
        said = []
        for part in parts:
            papers = words.say("of", some=part.literature.reporting, all=part.literature.of)
            shown_ = [one for one in part.here if one.rating.mean is not None]
            means = Markup(", ").join(
                Markup("{} {}").format(self.form(one), words.number(one.rating.mean or 0.0)).strip() for one in shown_
            )
            said.append(Markup("{} ({}; {})").format(self.name(part.name), papers, means))
        return Markup("; ").join(said)

    def _names(self, parts: Sequence[Part]) -> Markup:
        return Markup(", ").join(self.name(part.name) for part in parts)

    def asked(self, part: Part) -> Markup:
        """The first wordings of its items, in the language of the brief."""

        def wordings(words: Words) -> Markup:
            most = MOST_ASKED if len(self.brief.parts) <= MOST_ROOMY else 1
            said = [Markup("\u201c{}\u201d").format(self.name(one)) for one in part.wordings[:most]]
            left = len(part.wordings) - most
            return Markup(", ").join([*said, words.say("and_more", count=left)] if left > 0 else said)

        return self.say("asked", wordings=wordings)

    def question(self, one: Question) -> Markup:
        """A frame with what fills it."""
        refs = Markup(", ").join(Markup('<a href="#q{0}">[{0}]</a>').format(number) for number in one.quotes)
        if one.sources:
            refs = Markup("({})").format(Markup("; ").join(self.name(source) for source in one.sources))
        parts = Markup("; ").join(self.name(part) for part in one.parts)
        return self.say(one.ask.value, papers=lambda words: words.papers(one.papers), refs=refs, parts=parts)

    def cut(self, text: str) -> Markup:
        """A passage, cut at a blank where it is too long."""
        if len(text) <= self.most_words:
            return shown(text)
        kept = text[: self.most_words].rpartition(" ")[0] or text[: self.most_words]
        return Markup("{} \u2026 [{}]").format(shown(kept), self.say("shortened"))

    def source(self, one: Quote) -> Markup:
        """Paper, setting, and what kind of passage it is."""
        said = [self.name(one.paper)]
        said += [self.name(one.setting)] if one.setting else []
        said += [self.say("like_this")] if one.comparable else []
        return Markup("; ").join([*said, self.say(one.kind)])
