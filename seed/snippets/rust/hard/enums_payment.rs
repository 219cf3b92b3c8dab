enum Payment {
    Cash,
    Card { number: String },
}

fn label(payment: &Payment) -> &str {
    match payment {
        Payment::Card { number } => &number[12..],
        _ => "cash",
    }
}
