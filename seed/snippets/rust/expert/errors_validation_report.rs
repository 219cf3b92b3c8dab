#[derive(Default)]
struct Report(BTreeMap<&'static str, Vec<String>>);

impl Report {
    fn require(&mut self, field: &'static str, ok: bool, why: &str) -> bool {
        if !ok {
            self.0.entry(field).or_default().push(why.to_string());
        }
        ok
    }
}

impl Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (field, problems) in &self.0 {
            writeln!(f, "{field}: {}", problems.join(", "))?;
        }
        Ok(())
    }
}

fn check_sign_up(name: &str, email: &str, age: u8) -> Report {
    let mut report = Report::default();
    report.require("name", !name.trim().is_empty(), "is missing");
    report.require("email", email.contains('@'), "has no @");
    report.require("age", age >= 16, "is under 16");
    report
}
