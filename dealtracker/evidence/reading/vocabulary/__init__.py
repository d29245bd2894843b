"""The ten languages the reader knows, one module of words each."""
from __future__ import annotations

from .de import DE
from .en import EN
from .es import ES
from .fr import FR
from .it import IT
from .ja import JA
from .ko import KO
from .pt import PT
from .ru import RU
from .zh import ZH

VOCABULARIES = {words.code: words for words in (EN, IT, ES, DE, FR, PT, RU, JA, ZH, KO)}
