let url = "https://example.org";
let safe = url.starts_with("https://");
println!("safe: {safe}");
