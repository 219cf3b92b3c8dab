const size = { width: 320, height: 240 };

export const Poster = (props) => <video {...size} {...props} muted />;
