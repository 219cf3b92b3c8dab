const yes = <b>Yes, please</b>;
const no = <em>No, thanks</em>;
