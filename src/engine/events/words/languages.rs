//! Words of cells that are none of file names: those for what happened in French,
//! Italian, Spanish, Portuguese and Dutch, as [`normal`](super::normal) writes them, and a few
//! German ones that mean much else. Only words that are certain stand here.

use super::{UNCLASSIFIED, Word, of};
use crate::contract::Kind;
use crate::engine::events::vocabulary::Vocabulary;
use std::sync::LazyLock;

pub(super) fn meaning(word: &str) -> Option<Word> {
    WORDS.meaning(word)
}

/// A line a language, in the order above where there are several.
pub(super) static WORDS: LazyLock<Vocabulary<Word>> = LazyLock::new(|| {
    Vocabulary::of(&[
        (
            "rebond rebonds nondelivre nondelivree echec echoue \
             rimbalzo rimbalzi rimbalzato rimbalzata nonconsegnato nonconsegnata fallito fallita \
             rebote rebotes rebotado rebotada noentregado noentregada fallido fallida \
             devolvido devolvida naoentregue falhou falha \
             gebounced nietafgeleverd nietbezorgd mislukt",
            UNCLASSIFIED,
        ),
        (
            "envoye envoyee envoi envois expedie \
             inviato inviata inviati inviate invio \
             enviado enviada enviados envio envios \
             verzonden verstuurd verzending",
            of(Kind::Sent),
        ),
        (
            "delivre delivree remis distribue \
             consegnato consegnata consegnati consegnate consegna \
             entregado entregada entregados entrega entregue entregues \
             afgeleverd bezorgd aflevering",
            of(Kind::Delivered),
        ),
        (
            "differe differee rinviato rinviata aplazado aplazada \
             diferido adiado adiada uitgesteld",
            of(Kind::Deferred),
        ),
        (
            "hart dauerhaft rebonddur rebondpermanent rimbalzopermanente reboteduro rebotepermanente \
             hardebounce",
            of(Kind::BouncedHard),
        ),
        (
            "weich voruebergehend temporaer rebondmou rebondtemporaire rimbalzotemporaneo reboteblando rebotesuave \
             rebotetemporal zachtebounce",
            of(Kind::BouncedSoft),
        ),
        (
            "bloque bloquee rejete rejetee bloccato bloccata rifiutato \
             rifiutata bloqueado bloqueada rechazado rechazada geblokkeerd \
             geweigerd",
            of(Kind::Dropped),
        ),
        (
            "ouvert ouverte ouverts ouverture ouvertures premiereouverture \
             lu aperto aperta aperti aperte apertura aperture \
             primaapertura letto letta \
             abierto abierta abiertos aperturas primeraapertura leido leida \
             aberto aberta abertos abertura aberturas primeiraabertura lido lida \
             geopend openingen eersteopening gelezen",
            of(Kind::Opened),
        ),
        (
            "clique cliquee cliques clic clics premierclic \
             cliccato cliccata cliccati primoclic \
             clicado clicada cliqueado hizoclic primerclic \
             geklikt klikken kliks klik aangeklikt eersteklik",
            of(Kind::Clicked),
        ),
        (
            "desabonne desabonnee desabonnement desabonnements desinscrit \
             desinscrite desinscription desinscriptions \
             disiscritto disiscritta disiscritti disiscrizione disiscrizioni \
             baja bajas dadodebaja desuscrito desuscrita \
             descadastrado descadastrada descadastro cancelouainscricao \
             uitgeschreven uitschrijving uitschrijvingen afgemeld afmelding \
             afmeldingen",
            of(Kind::Unsubscribed),
        ),
        (
            "plainte plaintes signalecommespam segnalatocomespam segnalazionespam \
             reclamo reclami queja quejas marcadocomospam \
             reclamacao reclamacoes denuncia denunciadocomospam klacht klachten \
             spamklacht spamklachten",
            of(Kind::Complained),
        ),
        (
            "inscription inscriptions inscrit inscrite \
             iscritto iscritta iscrizione iscrizioni \
             suscrito suscrita suscripcion suscripciones \
             ingeschreven inschrijving inschrijvingen aangemeld aanmelding \
             aanmeldingen",
            of(Kind::Subscribed),
        ),
        (
            "confirme confirmee confermato confermata confirmado confirmada \
             bevestigd",
            of(Kind::DoiConfirmed),
        ),
        (
            "transfere transferee inoltrato inoltrata reenviado reenviada \
             doorgestuurd",
            of(Kind::Forwarded),
        ),
        (
            "imprime imprimee stampato stampata impreso afgedrukt \
             geprint",
            of(Kind::Printed),
        ),
    ])
});

/// Plain names of what a file lists, for the names of files.
pub(super) fn listed(word: &str) -> Option<Kind> {
    Some(match word {
        "ouvertures" | "aperturas" | "aberturas" | "openingen" => Kind::Opened,
        "clics" | "klikken" => Kind::Clicked,
        "desabonnements" | "desinscriptions" | "disiscrizioni" | "bajas" | "uitschrijvingen"
        | "afmeldingen" => Kind::Unsubscribed,
        _ => return None,
    })
}

/// Prefixes and words that turn the word behind them into its opposite, those of
/// English and German included.
pub(super) const NOT: [&str; 9] =
    ["nicht", "not", "keine", "kein", "non", "pas", "niet", "geen", "no"];
