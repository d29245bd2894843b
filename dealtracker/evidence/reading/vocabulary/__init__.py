"""The ten languages the reader knows, one module of words each."""

from __future__ import annotations

from dataclasses import replace

from dealtracker.evidence.reading.vocabulary.answers import ANSWERS
from dealtracker.evidence.reading.vocabulary.de import DE
from dealtracker.evidence.reading.vocabulary.en import EN
from dealtracker.evidence.reading.vocabulary.es import ES
from dealtracker.evidence.reading.vocabulary.fr import FR
from dealtracker.evidence.reading.vocabulary.frames import framed
from dealtracker.evidence.reading.vocabulary.it import IT
from dealtracker.evidence.reading.vocabulary.ja import JA
from dealtracker.evidence.reading.vocabulary.ko import KO
from dealtracker.evidence.reading.vocabulary.pt import PT
from dealtracker.evidence.reading.vocabulary.ru import RU
from dealtracker.evidence.reading.vocabulary.zh import ZH

VOCABULARIES = {words.code: replace(words, frames=framed(words.code), replies=(*words.replies, *ANSWERS[words.code])) for words in (EN, IT, ES, DE, FR, PT, RU, JA, ZH, KO)}
