let unique: HashSet<_> = guests.iter().collect();
let twice = guests.len() - unique.len();
