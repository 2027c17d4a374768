//! What columns are called in French, Italian, Spanish, Portuguese and Dutch, without accents.
//! Only names that are certain stand here; words for events that are names of
//! columns, too, come from [`words`](crate::engine::events::words).

use super::{Meaning, of};
use crate::contract::Kind;
use crate::engine::events::vocabulary::Vocabulary;
use std::sync::LazyLock;

pub(super) fn meaning(name: &str) -> Option<Meaning> {
    NAMES.meaning(name)
}

pub(super) static NAMES: LazyLock<Vocabulary<Meaning>> = LazyLock::new(|| {
    Vocabulary::of(&[
        (
            "adressemail adresseemail adresseelectronique courriel destinataire abonne \
             indirizzoemail indirizzomail indirizzodipostaelettronica destinatario \
             correo correoelectronico direcciondecorreo direcciondecorreoelectronico \
             direccionemail suscriptor emailadres mailadres ontvanger abonnee",
            Meaning::Address,
        ),
        (
            "heure dateheure dateetheure horodatage ora dataora dataeora fecha hora \
             fechahora fechayhora tijd tijdstip datumtijd datumentijd",
            Meaning::Time,
        ),
        (
            "evenement statut evento stato azione estado accion gebeurtenis actie tipo \
             soort",
            Meaning::Kind,
        ),
        ("idcampagne idcampagna idcampana campagneid", Meaning::CampaignId),
        (
            "campagne nomdelacampagne nomcampagne campagna nomecampagna \
             nomedellacampagna campana nombredelacampana nombrecampana campagnenaam \
             naamcampagne nieuwsbrief",
            Meaning::CampaignName,
        ),
        ("objet sujet oggetto asunto onderwerp", Meaning::Subject),
        (
            "lien urlcliquee lienclique collegamento linkcliccato enlace enlacepulsado \
             aangeklikteurl geklikteurl",
            Meaning::Link,
        ),
        (
            "pays codepays codedupays paese codicepaese nazione codicenazione pais \
             codigopais codigodepais codigodelpais landnaam landencode",
            Meaning::Country,
        ),
        (
            "prenom nom nome cognome nombre apellido apellidos voornaam achternaam naam \
             expediteur mittente remitente afzender",
            Meaning::Ignore,
        ),
        ("derniereouverture ultimaapertura laatsteopening", Meaning::Last(Kind::Opened)),
        ("dernierclic ultimoclic laatsteklik", Meaning::Last(Kind::Clicked)),
        (
            "envoyele datedenvoi dateenvoi datainvio datadiinvio inviatoil fechadeenvio \
             fechaenvio enviadoel datadeenvio dataenvio enviadoem verzondenop \
             verzenddatum verstuurdop",
            of(Kind::Sent),
        ),
        (
            "delivrele datededelivrance consegnatoil datadiconsegna dataconsegna \
             entregadoel fechadeentrega fechaentrega afgeleverdop bezorgdop",
            of(Kind::Delivered),
        ),
        (
            "ouvertle datedouverture dateouverture nombredouvertures nbouvertures \
             nbdouvertures ouverturestotales apertoil datadiapertura dataapertura \
             numeroaperture numerodiaperture aperturetotali abiertoel fechadeapertura \
             fechaapertura numerodeaperturas aperturastotales abertoem datadeabertura \
             dataabertura geopendop openingsdatum aantalopeningen aantalkeergeopend",
            of(Kind::Opened),
        ),
        (
            "cliquele dateduclic dateclic nombredeclics nbclics nbdeclics clicstotaux \
             cliccatoil datadelclic dataclic numeroclic numerodiclic clictotali \
             clicadoel fechadeclic fechadelclic numerodeclics clicstotales clicadoem \
             cliques datadoclique gekliktop klikdatum aantalkliks aantalklikken \
             aantalkeergeklikt",
            of(Kind::Clicked),
        ),
        (
            "desabonnele datededesabonnement datededesinscription disiscrittoil \
             datadidisiscrizione datadisiscrizione fechadebaja descadastradoem \
             uitgeschrevenop uitschrijfdatum afgemeldop",
            of(Kind::Unsubscribed),
        ),
    ])
});
