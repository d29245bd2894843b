"""A reply that is denied in the same breath is no reply, in every language; the plain one beside it still is."""

from __future__ import annotations

import pytest

from dealtracker.evidence.reading import read

PLAIN = [
    ("en", "Kallio Compute Ltd seeks a $90m loan. Kallio Compute confirmed the talks.", "confirms"),
    ("de", "Die Tamarind Compute GmbH sucht einen Kredit. Tamarind Compute bestätigte die Gespräche am Dienstag.", "confirms"),
    ("de", "Tamarind Compute bestätigte die Gespräche, will den Vertrag aber noch nicht unterschreiben.", "confirms"),
    ("fr", "Kallio Compute négocie un prêt. Kallio Compute a confirmé les discussions.", "confirms"),
    ("it", "Lariocloud Srl tratta un prestito. Lariocloud Srl ha confermato le trattative.", "confirms"),
    ("es", "Nubealta Cloud negocia un préstamo. Nubealta Cloud confirmó las conversaciones.", "confirms"),
    ("pt", "A Serra Dados Cloud negocia um empréstimo com bancos. A Serra Dados Cloud confirmou as conversas com os bancos.", "confirms"),
    ("ru", "Компания «Северный кластер» ищет кредит. «Северный кластер» подтвердил переговоры.", "confirms"),
    ("ja", "ミナトクラウドは融資を協議している。ミナトクラウドは協議の事実を認めた。", "confirms"),
    ("ja", "ミナトクラウドは融資を協議している。ミナトクラウドは報道を否定した。", "denies"),
    ("zh", "星河智算科技正洽谈贷款。星河智算科技证实了这一消息。", "confirms"),
    ("ko", "한빛클라우드는 대출을 협의하고 있다. 한빛클라우드는 협의를 확인했다.", "confirms"),
    ("ko", "한빛클라우드는 대출을 협의하고 있다. 한빛클라우드는 보도를 부인했다.", "denies"),
]  # fmt: skip
NEGATED = [
    "Kallio Compute Ltd seeks a $90m loan. Kallio Compute did not confirm the talks.",
    "Kallio Compute Ltd seeks a $90m loan. Kallio Compute has never confirmed that it borrows.",
    "Kallio Compute Ltd seeks a $90m loan. Kallio Compute did not deny the report.",
    "Tamarind Compute sucht einen Kredit. Tamarind Compute bestätigte die Gespräche nicht.",
    "Tamarind Compute sucht einen Kredit. Tamarind Compute bestätigte gegenüber der Zeitung weder Summe noch Bank.",
    "Tamarind Compute sucht einen Kredit. Tamarind Compute dementierte den Bericht nicht.",
    "Kallio Compute négocie un prêt. Kallio Compute n'a pas confirmé les discussions.",
    "Kallio Compute négocie un prêt. Kallio Compute ne dément pas.",
    "Lariocloud Srl tratta un prestito. Lariocloud Srl non ha confermato le trattative.",
    "Lariocloud Srl tratta un prestito. Lariocloud Srl non smentisce.",
    "Nubealta Cloud negocia un préstamo. Nubealta Cloud no confirmó las conversaciones.",
    "Nubealta Cloud negocia un préstamo. Nubealta Cloud no ha desmentido la noticia.",
    "A Serra Dados Cloud negocia um empréstimo com bancos. A Serra Dados Cloud não confirmou as conversas com os bancos.",
    "A Serra Dados Cloud negocia um empréstimo com bancos. A Serra Dados Cloud não desmentiu a notícia sobre o empréstimo.",
    "Компания «Северный кластер» ищет кредит. «Северный кластер» не подтвердил переговоры.",
    "Компания «Северный кластер» ищет кредит. «Северный кластер» не стал подтверждать переговоры.",
    "Компания «Северный кластер» ищет кредит. «Северный кластер» не опроверг сообщение.",
    "ミナトクラウドは融資を協議している。ミナトクラウドは協議の事実を認めていない。",
    "ミナトクラウドは融資を協議している。ミナトクラウドは報道を否定しなかった。",
    "ミナトクラウドは融資を協議している。ミナトクラウドは報道を確認したわけではない。",
    "星河智算科技正洽谈贷款。星河智算科技没有证实这一消息。",
    "星河智算科技正洽谈贷款。星河智算科技未否认报道。",
    "한빛클라우드는 대출을 협의하고 있다. 한빛클라우드는 협의를 확인해 주지 않았다.",
    "한빛클라우드는 대출을 협의하고 있다. 한빛클라우드는 보도를 부인하지 않았다.",
]


def stances(text: str) -> list[str]:
    return [proposal.value["stance"] for proposal in read(text) if proposal.field == "reply"]


@pytest.mark.parametrize("language,text,stance", PLAIN)
def test_a_plain_reply_is_read(language: str, text: str, stance: str) -> None:
    assert stances(text) == [stance]


@pytest.mark.parametrize("text", NEGATED)
def test_a_negated_verb_of_reply_says_neither(text: str) -> None:
    assert not {"confirms", "denies"} & set(stances(text))
