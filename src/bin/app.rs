fn main() {
    milchglas::app::start();
}
