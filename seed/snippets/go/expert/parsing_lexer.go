type Token struct {
    Kind string
    Text string
    At   int
}

var shapes = []struct {
    kind  string
    shape *regexp.Regexp
}{
    {"space", regexp.MustCompile(`^\s+`)},
    {"number", regexp.MustCompile(`^\d+(\.\d+)?`)},
    {"name", regexp.MustCompile(`^[a-zA-Z_]\w*`)},
    {"symbol", regexp.MustCompile(`^[-+*/=(){};]`)},
}

func lex(source string) (tokens []Token, err error) {
scan:
    for at := 0; at < len(source); {
        for _, one := range shapes {
            if text := one.shape.FindString(source[at:]); text != "" {
                tokens = append(tokens, Token{one.kind, text, at})
                at += len(text)
                continue scan
            }
        }
        return nil, fmt.Errorf("column %d: what is %q?", at, source[at])
    }
    return tokens, nil
}
