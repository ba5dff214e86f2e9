const WORK = "(?:request|content|pattern|document|lesson|sheet|record|text|template|information|response)";

/** A model that speaks of itself, or refuses. Narrow, since people are sorry and cannot help things in lessons. */
export const REFUSALS: readonly RegExp[] = [
  /\bas an? (?:ai|artificial intelligence|large language model|language model)(?: (?:language )?(?:model|assistant))?\s*[,;:]/i,
  /\bI(?:['’]m| am) (?:just |only )?an? (?:ai|language model)\b/i,
  /\bI (?:can(?:['’]|no)t|cannot|won['’]t|am unable to|am not able to) (?:assist|help)(?: you)? with (?:that|this|your|creating|writing|generating)\b/i,
  /\bI['’]m (?:unable|not able) to (?:assist|help)(?: you)? with (?:that|this|your)\b/i,
  new RegExp(
    `\\bI(?:['’]m| am)? (?:can(?:['’]|no)t|cannot|won['’]t|unable to|not able to) (?:provide|create|generate|write|produce|fulfil+|comply with|complete) (?:(?:that|this|the|a|an|such|any|your) )?(?:\\w+ )?${WORK}\\b`,
    "i",
  ),
  /\ben tant qu(?:['’]|e )(?:ia|intelligence artificielle|un |une )?(?:modèle de langage|assistant)?\s*,(?= je)/i,
  /\bje ne (?:peux|suis) (?:malheureusement )?pas (?:en mesure de |capable de )?(?:vous |t['’])?(?:aider avec (?:cela|cette|ce)|aider sur ce|répondre à cette demande|générer|créer ce|fournir ce)/i,
  /\bals (?:ki|künstliche intelligenz|sprachmodell)(?:-\p{L}+)? (?:kann|bin|habe|darf) ich\b/iu,
  /\bich kann (?:dir |ihnen )?(?:dabei|damit|bei dieser anfrage) (?:leider )?nicht (?:helfen|behilflich sein)/i,
  /\bich kann (?:dieses|diese|diesen) [\p{L} ]{2,30}(?:leider )?nicht (?:erstellen|bereitstellen|schreiben)/iu,
  /\bcomo (?:una? )?(?:ia|inteligencia artificial|modelo de lenguaje)\s*,/i,
  /\bno puedo (?:ayudarte|ayudarle|ayudar) con (?:eso|esto|esa|esta)\b|\bno puedo (?:generar|crear|proporcionar) (?:este|esta|ese|esa)\b/i,
  /\bcome (?:ia|intelligenza artificiale|modello linguistico)\s*,/i,
  /\bnon posso (?:aiutarti|aiutarla|aiutare) con (?:questo|questa)\b/i,
  /\bcomo (?:uma )?(?:ia|inteligência artificial|um modelo de linguagem|modelo de linguagem)\s*,/i,
  /\bnão posso (?:ajudar|ajudá-l[oa]) com (?:isso|isto|essa|esse)\b/i,
  /\bals (?:ai|taalmodel) kan ik\b|\bik kan (?:u|je) hier(?:bij)? niet (?:mee |bij )?helpen/i,
  /как (?:ии|искусственный интеллект|языковая модель)\s*,|я не могу (?:помочь с этим|выполнить этот запрос)/iu,
  /(?:AI|人工知能|言語モデル)として|ご要望にはお応えできません/,
  /作为(?:一个|一名)?(?:AI|人工智能|语言模型)|(?:无法|不能)(?:协助|满足)(?:您|你)?(?:的)?(?:这个|该|此)?(?:请求|要求)/,
];

const OPENER =
  "(?:(?:sure|certainly|of course|absolutely|bien sûr|avec plaisir|natürlich|gerne|claro|por supuesto|certo|конечно)(?: thing)?[,!. ]+)?";

/** What begins a reply that announces the document. */
export const ANNOUNCED: readonly RegExp[] = [
  new RegExp(
    `^${OPENER}here(?:['’]s| is| are) (?:the|your|a|an) (?:\\w+ ){0,4}(?:document|pattern|lesson|sheet|json|text|record|response|summary|plan)\\b[^.\\n]{0,60}(?:you (?:asked|requested)|for you|based on|below|:)`,
    "i",
  ),
  /^(?:sure|certainly|absolutely|of course)[,!.] (?:here|i['’]d be|i['’]ll|i['’]ve|i can|i have)\b/i,
  new RegExp(
    `^${OPENER}(?:voici (?:le|la|votre|un|une)|hier (?:ist|sind|kommt) (?:die|der|das|ihre?|deine?)|aquí (?:está|tienes?|tiene)|ecco (?:il|la|lo|un|una)|aqui está|вот)\\s[^.\\n]{0,60}(?:demandée?|gewünschte?s?|solicitad[oa]|pedid[oa]|richiest[oa]|:\\s*(?:\\n|$))`,
    "iu",
  ),
  /^(?:以下は|以下是)[^。\n]{0,40}(?:です|[:：])/,
];

/** What ends a reply that offers more. */
export const OFFERED: readonly RegExp[] = [
  /\bI hope (?:this|that|it) (?:\w+ )?helps\b/i,
  /\blet me know if you(?:['’]d like| need| want| would like) (?:any|me|further|more|anything|changes)\b/i,
  /\bfeel free to (?:ask|reach out|let me know)\b/i,
  /\bj['’]espère que (?:cela|ça|ceci) (?:vous |t['’])? ?(?:aide|convient)/i,
  /\bn['’]hésitez pas à (?:me|demander|revenir)\b/i,
  /\bich hoffe,? (?:das|dies) hilft\b|\blass(?:en sie)? (?:es )?mich wissen, (?:wenn|ob|falls)\b/i,
  /\bespero que (?:esto )?(?:te|le) (?:ayude|sirva|sea útil)\b|\bav[ií]s[ae]me si necesitas?\b/i,
  /\bspero (?:che )?(?:questo )?(?:ti|le) sia (?:utile|d['’]aiuto)\b|\bfammi sapere se\b/i,
  /\bespero que (?:isso|isto) ajude\b|\bme avise se\b/i,
  /надеюсь, это помо(?:жет|гло)/iu,
  /お役に立てれば幸いです|希望这(?:对您|对你)?有(?:所)?帮助/,
];
