let guests = ["Ann", "Bo", "Cy", "Di", "Ed"];
for (table, chunk) in guests.chunks(2).enumerate() {
    println!("table {}: {}", table + 1, chunk.join(", "));
}
let last = guests.rchunks(2).next();
assert_eq!(last, Some(&["Di", "Ed"][..]));
