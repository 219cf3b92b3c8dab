type upper struct{ io.Writer }

func (u upper) Write(text []byte) (int, error) {
    return u.Writer.Write(bytes.ToUpper(text))
}

var loud io.Writer = upper{os.Stdout}
