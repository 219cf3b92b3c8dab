const rule = <hr />;
const gap = <br />;
