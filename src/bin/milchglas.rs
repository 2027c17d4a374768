fn main() -> std::process::ExitCode {
    milchglas::cli::run()
}
