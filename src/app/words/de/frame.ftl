# Der Rahmen um alle Ansichten und die Startseite.
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
skip-to-content = Zum Inhalt springen
language-label = Sprache
theme-label = Darstellung
theme-system = System
theme-light = Hell
theme-dark = Dunkel
close = Schließen
cancel = Abbrechen
dismiss = Ausblenden
screen-awaited = Wird geladen …
screen-again = Noch einmal versuchen
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
progress-spoken = { $percent } Prozent gelesen

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
exports-where = Wo finde ich den Export?

# Fehler: was geschehen ist und was zu tun ist.
failure-in-file = { $file }: { $what }
failure-unreadable = { $file } konnte nicht vom Datenträger gelesen werden.
failure-unreadable-advice = Die Datei wurde vielleicht verschoben, geändert oder gelöscht. Öffnen Sie sie erneut.
failure-crashed = Das Lesen ist unerwartet abgebrochen.
failure-crashed-advice = Ein frischer Start ist bereit. Öffnen Sie die Dateien bitte einzeln erneut; tritt der Fehler wieder auf, ist eine davon die Ursache.
failure-not-loaded = Ein Teil dieser Seite ließ sich nicht laden.
failure-not-loaded-advice = Prüfen Sie Ihre Verbindung und versuchen Sie es noch einmal. Hilft das nicht, laden Sie die Seite neu: Vielleicht gibt es eine neuere Version.
