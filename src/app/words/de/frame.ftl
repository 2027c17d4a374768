# Der Rahmen um alle Ansichten, die Startseite und die Ansicht „Datenschutz“.
app-name = Milchglas
app-claim = Statistik für E‑Mail-Kampagnen, die niemanden verrät.
page-title = Milchglas – E-Mail-Statistik, die niemanden verrät
nav-label = Hauptnavigation
nav-files = Dateien
nav-statistics = Statistik
nav-people = Personen
nav-share = Weitergeben
nav-treatment = Datenschutz
nav-snapshot = Geöffneter Bericht
nav-nothing-yet = Öffnen Sie zuerst Ihre Dateien
nav-waiting = { $files ->
    [one] { $files } Datei braucht Ihre Angaben
   *[other] { $files } Dateien brauchen Ihre Angaben
}
skip-to-content = Zum Inhalt springen
language-label = Sprache
theme-label = Darstellung
theme-system = System
theme-light = Hell
theme-dark = Dunkel
close = Schließen
cancel = Abbrechen
dismiss = Ausblenden
drop-anywhere = Dateien hier loslassen
foot-nothing-leaves = Ihre Dateien werden in diesem Browser gelesen. Nichts verlässt ihn, und alles läuft auch offline.
foot-version = Version { $version }

# Wie weit Personen zu sehen sind.
mode-personal = Personenbezogen
mode-anonymous = Anonym
mode-choice = Empfänger entscheidet
mode-now = So weit sind Personen zu sehen: { $mode }. Ändern

# Während Dateien gelesen werden.
progress-label = Einlesen
progress-looking = Dateien werden angesehen …
progress-reading = { $file } wird gelesen
progress-detail = { $done } von { $all } · { $rows ->
    [one] { $rows } Zeile
   *[other] { $rows } Zeilen
}
progress-spoken = { $percent } Prozent gelesen
progress-done = { $files ->
    [one] { $files } Datei gelesen
   *[other] { $files } Dateien gelesen
}

# Die Startseite.
start-lead = Ziehen Sie die Exporte Ihres E-Mail-Dienstes herein und sehen Sie, wer erreicht, was geöffnet und was geklickt wurde. Gezählt wird gleich hier in Ihrem Browser, und Sie bestimmen, wie weit eine Person zu sehen ist.
start-drop = Exporte hierher ziehen
start-drop-hint = Eine Datei oder mehrere, beliebig groß. Sie bleiben auf diesem Rechner.
start-open = Dateien öffnen
start-sample = Mit Beispieldaten ausprobieren
start-snapshot = Bericht öffnen
start-check = Nichts verlässt den Browser – prüfen Sie es
start-check-lead = Ihre Dateien werden nicht hochgeladen: Es gibt keinen Server, der sie annehmen könnte.
start-check-1 = Öffnen Sie die Entwicklerwerkzeuge (F12), wählen Sie „Netzwerk“ und öffnen Sie dann hier eine Datei. Sie sehen keine Anfrage mit Ihren Daten.
start-check-2 = Oder trennen Sie jetzt die Internetverbindung. Die Seite arbeitet weiter.
start-check-3 = Die Seite verbietet dem Browser selbst jede andere Verbindung: Im Quelltext steht es unter „Content-Security-Policy“.
start-modes = Wie weit Personen zu sehen sind
start-mode-personal = Wer was wann geöffnet und geklickt hat.
start-mode-anonymous = Dieselben Zahlen, aber nirgends eine Person.
start-mode-choice = Wer zugestimmt hat, wird genannt; alle anderen werden nur gezählt.
start-formats = Was gelesen wird
start-formats-known = Ohne Rückfrage erkannt
start-formats-any = Und jede Tabelle oder JSON-Datei mit Adresse, Zeit und Ereignis. Sind die Spalten nicht eindeutig, werden Sie gefragt.
start-formats-packed = CSV, TSV, Excel, OpenDocument, JSON, NDJSON und Avro, auch als gzip oder zip gepackt.

# Die Ansicht „Datenschutz“.
treatment-title = Datenschutz
treatment-lead = Bestimmen Sie, wie weit Personen zu sehen sind. Was nicht zu sehen sein soll, wird nicht aufbewahrt: Es fällt schon beim Einlesen weg.
treatment-mode = Wie weit Personen zu sehen sind
treatment-personal = Jede Reaktion mit der Person dahinter.
treatment-personal-kept = Detaillisten, Verläufe und Zielgruppen
treatment-personal-gone = Adressen sind im Speicher dieses Browsers, bis Sie die Seite schließen
treatment-anonymous = Jede Reaktion, aber keine Person.
treatment-anonymous-kept = Alle Kennzahlen, auf die letzte Stelle gleich
treatment-anonymous-gone = Keine Detaillisten, keine Verläufe, keine Zielgruppen
treatment-choice = Jede Person entscheidet selbst, für Öffnungen und Klicks getrennt.
treatment-choice-kept = Wer zugestimmt hat, erscheint mit Namen
treatment-choice-gone = Die anderen werden gezählt oder ausgenommen, wie Sie es unten festlegen
treatment-ceiling = Diese Wahl ist die Obergrenze: Keine Zustimmung einer Person hebt ein anonymes Konto auf.
treatment-same-figures = Die Kennzahlen hängen davon nicht ab, solange niemand ausgenommen ist.
treatment-reads-again = Eine Änderung liest die offenen Dateien neu ein, denn was nicht zu sehen sein sollte, wurde nie aufbewahrt.
treatment-zone-reads-again = Eine Änderung liest die offenen Dateien neu ein.
treatment-subscribers = Was die Empfänger entschieden haben
treatment-unknown = Wenn jemand nichts gesagt hat
treatment-denied = Wenn jemand abgelehnt hat
treated-named = Mit Namen zeigen
treated-named-hint = Nur, wenn Sie das auch ohne ausdrückliche Zustimmung dürfen.
treated-anonymous = Ohne Person zählen
treated-anonymous-hint = Jede Reaktion zählt, niemand wird genannt.
treated-excluded = Nicht zählen
treated-excluded-hint = Die Person fällt aus der Basis der Öffnungs- und Klickraten; die Seite zeigt die Abdeckung.
treatment-consent = Einwilligungsliste
treatment-consent-hint = Eine CSV-Datei mit Adresse und Ja oder Nein für Öffnungen und Klicks; Datum und Quelle sind freigestellt. Auch Exporte eines Einwilligungsfelds aus Mailchimp oder Brevo eignen sich.
treatment-consent-open = Einwilligungsliste öffnen
treatment-lists = Geöffnete Listen: { $names }
treatment-threshold = Was Sie weitergeben
treatment-threshold-label = Kleinste gezeigte Gruppe
treatment-threshold-5 = 5 Personen (nur im eigenen Haus)
treatment-threshold-11 = 11 Personen (empfohlen)
treatment-threshold-n = { $people } Personen
treatment-threshold-hint = Ein Bericht, den Sie weitergeben, zeigt keine Zahl, hinter der weniger Personen stehen, und keine, die sie verraten würde. Auf Ihrem eigenen Bildschirm sehen Sie alles.
counting-title = Wie gezählt wird
counting-zone = Zeitzone
counting-zone-hint = Tage und Stunden werden in ihr gezeigt, Zeiten ohne Zonenangabe in ihr gelesen.
counting-machine = Maschinelle Öffnungen und Klicks
counting-machine-vendor = Kennzeichen des Versanddienstes
counting-machine-vendor-hint = Der Export selbst sagt, dass ein Proxy oder Scanner am Werk war.
counting-machine-burst = Fünf oder mehr Links in einer Sekunde
counting-machine-burst-hint = So schnell klickt kein Mensch; Sicherheitsscanner tun es.
counting-machine-user-agent = Bekannte Proxys und Scanner
counting-machine-user-agent-hint = Erkannt daran, wie sich das Programm vorstellt.
counting-machine-include = Trotzdem mitzählen
counting-machine-include-hint = Sie zählen dann, als hätten Menschen sie ausgelöst.
counting-reading = Lesedauer
counting-skimmed-from = Überflogen ab
counting-read-from = Gelesen ab
counting-seconds = Sekunden
counting-reading-hint = Nur für Exporte, die sagen, wie lange eine Nachricht angesehen wurde; geschätzt wird nie.
counting-convention = Wie Raten gebildet werden
