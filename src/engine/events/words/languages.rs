//! Words of cells that are none of file names: those for what happened in French,
//! Italian, Spanish, Portuguese and Dutch, as [`normal`](super::normal) writes them, and a few
//! German ones that mean much else. Only words that are certain stand here.

use crate::contract::Kind;

/// Bounces without a class.
pub(super) fn is_bounce(word: &str) -> bool {
    matches!(
        word,
        // French
        "rebond" | "rebonds" | "nondelivre" | "nondelivree" | "echec" | "echoue"
        // Italian
        | "rimbalzo" | "rimbalzi" | "rimbalzato" | "rimbalzata" | "nonconsegnato"
        | "nonconsegnata" | "fallito" | "fallita"
        // Spanish
        | "rebote" | "rebotes" | "rebotado" | "rebotada" | "noentregado" | "noentregada"
        | "fallido" | "fallida"
        // Portuguese
        | "devolvido" | "devolvida" | "naoentregue" | "falhou" | "falha"
        // Dutch
        | "gebounced" | "nietafgeleverd" | "nietbezorgd" | "mislukt"
    )
}

/// Every other word.
pub(super) fn kind(word: &str) -> Option<Kind> {
    Some(match word {
        "envoye" | "envoyee" | "envoi" | "envois" | "expedie" // French
        | "inviato" | "inviata" | "inviati" | "inviate" | "invio" // Italian
        | "enviado" | "enviada" | "enviados" | "envio" | "envios" // Spanish
        | "verzonden" | "verstuurd" | "verzending" // Dutch
        => Kind::Sent,
        "delivre" | "delivree" | "remis" | "distribue"
        | "consegnato" | "consegnata" | "consegnati" | "consegnate" | "consegna"
        | "entregado" | "entregada" | "entregados" | "entrega" | "entregue" | "entregues"
        | "afgeleverd" | "bezorgd" | "aflevering" => Kind::Delivered,
        "differe" | "differee" | "rinviato" | "rinviata" | "aplazado" | "aplazada"
        | "diferido" | "adiado" | "adiada" | "uitgesteld" => Kind::Deferred,
        "hart" | "dauerhaft" | "rebonddur" | "rebondpermanent" | "rimbalzopermanente" | "reboteduro" | "rebotepermanente"
        | "hardebounce" => Kind::BouncedHard,
        "weich" | "voruebergehend" | "temporaer" | "rebondmou" | "rebondtemporaire" | "rimbalzotemporaneo" | "reboteblando" | "rebotesuave"
        | "rebotetemporal" | "zachtebounce" => Kind::BouncedSoft,
        "bloque" | "bloquee" | "rejete" | "rejetee" | "bloccato" | "bloccata" | "rifiutato"
        | "rifiutata" | "bloqueado" | "bloqueada" | "rechazado" | "rechazada" | "geblokkeerd"
        | "geweigerd" => Kind::Dropped,
        "ouvert" | "ouverte" | "ouverts" | "ouverture" | "ouvertures" | "premiereouverture"
        | "lu" | "aperto" | "aperta" | "aperti" | "aperte" | "apertura" | "aperture"
        | "primaapertura" | "letto" | "letta"
        | "abierto" | "abierta" | "abiertos" | "aperturas" | "primeraapertura" | "leido" | "leida"
        | "aberto" | "aberta" | "abertos" | "abertura" | "aberturas" | "primeiraabertura" | "lido" | "lida"
        | "geopend" | "openingen" | "eersteopening" | "gelezen" => Kind::Opened,
        "clique" | "cliquee" | "cliques" | "clic" | "clics" | "premierclic"
        | "cliccato" | "cliccata" | "cliccati" | "primoclic"
        | "clicado" | "clicada" | "cliqueado" | "hizoclic" | "primerclic"
        | "geklikt" | "klikken" | "kliks" | "klik" | "aangeklikt" | "eersteklik" => Kind::Clicked,
        "desabonne" | "desabonnee" | "desabonnement" | "desabonnements" | "desinscrit"
        | "desinscrite" | "desinscription" | "desinscriptions"
        | "disiscritto" | "disiscritta" | "disiscritti" | "disiscrizione" | "disiscrizioni"
        | "baja" | "bajas" | "dadodebaja" | "desuscrito" | "desuscrita"
        | "descadastrado" | "descadastrada" | "descadastro" | "cancelouainscricao"
        | "uitgeschreven" | "uitschrijving" | "uitschrijvingen" | "afgemeld" | "afmelding"
        | "afmeldingen" => Kind::Unsubscribed,
        "plainte" | "plaintes" | "signalecommespam" | "segnalatocomespam" | "segnalazionespam"
        | "reclamo" | "reclami" | "queja" | "quejas" | "marcadocomospam"
        | "reclamacao" | "reclamacoes" | "denuncia" | "denunciadocomospam" | "klacht" | "klachten"
        | "spamklacht" | "spamklachten" => Kind::Complained,
        "inscription" | "inscriptions" | "inscrit" | "inscrite"
        | "iscritto" | "iscritta" | "iscrizione" | "iscrizioni"
        | "suscrito" | "suscrita" | "suscripcion" | "suscripciones"
        | "ingeschreven" | "inschrijving" | "inschrijvingen" | "aangemeld" | "aanmelding"
        | "aanmeldingen" => Kind::Subscribed,
        "confirme" | "confirmee" | "confermato" | "confermata" | "confirmado" | "confirmada"
        | "bevestigd" => Kind::DoiConfirmed,
        "transfere" | "transferee" | "inoltrato" | "inoltrata" | "reenviado" | "reenviada"
        | "doorgestuurd" => Kind::Forwarded,
        "imprime" | "imprimee" | "stampato" | "stampata" | "impreso" | "afgedrukt"
        | "geprint" => Kind::Printed,
        _ => return None,
    })
}

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
