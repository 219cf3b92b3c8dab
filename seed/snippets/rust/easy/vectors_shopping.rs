let mut basket = vec!["bread", "tea"];
basket.push("olives");
basket.retain(|item| *item != "tea");
