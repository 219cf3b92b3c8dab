type Duration struct{ time.Duration }

func (d Duration) MarshalJSON() ([]byte, error) {
    return json.Marshal(d.String())
}

func (d *Duration) UnmarshalJSON(data []byte) error {
    var text string
    if err := json.Unmarshal(data, &text); err != nil {
        return fmt.Errorf("a duration is a string: %w", err)
    }
    parsed, err := time.ParseDuration(text)
    d.Duration = parsed
    return err
}
