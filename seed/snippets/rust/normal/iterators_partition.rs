let (paid, open): (Vec<_>, Vec<_>) = invoices
    .into_iter()
    .partition(|invoice| invoice.paid_on.is_some());
let owed: u64 = open.iter().map(|invoice| invoice.cents).sum();
println!("{} paid, {owed} cents open", paid.len());
