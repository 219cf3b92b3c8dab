let queue = vec![4, 8, 15, 16, 23];
let middle = &queue[1..4];
println!("{middle:?}");
