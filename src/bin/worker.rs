fn main() {
    milchglas::worker::start();
}
