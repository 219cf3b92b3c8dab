#[derive(Debug, PartialEq)]
enum Fault {
    Underflow(usize),
    Unknown(String),
    Leftover(usize),
}

fn evaluate(source: &str) -> Result<f64, Fault> {
    let mut stack: Vec<f64> = Vec::new();
    for (at, token) in source.split_whitespace().enumerate() {
        if let Ok(number) = token.parse() {
            stack.push(number);
            continue;
        }
        let right = stack.pop().ok_or(Fault::Underflow(at))?;
        let left = stack.pop().ok_or(Fault::Underflow(at))?;
        stack.push(match token {
            "+" => left + right,
            "-" => left - right,
            "*" => left * right,
            "/" => left / right,
            other => return Err(Fault::Unknown(other.to_string())),
        });
    }
    match stack[..] {
        [answer] => Ok(answer),
        _ => Err(Fault::Leftover(stack.len())),
    }
}
