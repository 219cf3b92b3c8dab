fn ticket_machine(prefix: &str) -> impl FnMut() -> String + '_ {
    let mut number = 0;
    move || {
        number += 1;
        format!("{prefix}{number:03}")
    }
}
