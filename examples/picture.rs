use copydesk::{
    Sides,
    collate::*,
    corpus::furniture::furniture,
    parse::parse,
    report::{Subject, json},
    text::blocks::Markup,
};
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let v = Sides::new(&args[3], &args[4])
        .map(|p| parse(&std::fs::read(p).unwrap(), Markup::None).unwrap());
    let f = v.as_ref().map(|v| furniture(v));
    let sides = Sides::new(
        Input { version: &v.left, furniture: &f.left },
        Input { version: &v.right, furniture: &f.right },
    );
    let c = collate(&sides, &Budget::unlimited());
    if args[2] == "json" {
        json::write(
            &Subject { names: Sides::new(&args[3], &args[4]), versions: v.as_ref(), collation: &c },
            &mut std::io::stdout(),
        )
        .unwrap();
        return;
    }
    println!("{:?}", c.summary);
    for u in &c.units {
        println!(
            "--- {:?} furn={} rep={:?} L{:?} R{:?}",
            u.relation, u.is_furniture, u.repeat_of, u.passages.left, u.passages.right
        );
        for r in &u.runs {
            let l = r.spans.left.map(|s| v.left.text(s));
            let rr = r.spans.right.map(|s| v.right.text(s));
            match r.edit {
                None => println!("  = {}", l.or(rr).unwrap().chars().take(90).collect::<String>()),
                Some(e) => println!(
                    "  {:?} [-{}-] {{+{}+}}",
                    c.edits[e].class,
                    l.unwrap_or(""),
                    rr.unwrap_or("")
                ),
            }
        }
    }
}
