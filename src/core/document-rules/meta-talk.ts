import type { Finding, Judged } from "./finding.js";
import { textsOf } from "./texts.js";

/** A model that speaks of itself, or refuses. */
const REFUSALS = [
  /\bas an? (?:ai|artificial intelligence|language model)\b/i,
  /\bI(?:'m| am) (?:sorry|unable|not able)[^.!?\n]{0,40}\b(?:can(?:'|no)t|cannot|unable|help|assist|provide|create|generate)/i,
  /\bI (?:can(?:'|no)t|cannot|won't|am unable to) (?:help|assist|provide|create|generate|comply|fulfil)/i,
  /\ben tant qu['’](?:ia|intelligence artificielle|modèle de langage)\b/i,
  /\bje (?:suis désolée?|ne peux pas)[^.!?\n]{0,40}\b(?:aider|fournir|créer|générer)/i,
  /\bals (?:ki|künstliche intelligenz|sprachmodell)\b/i,
  /\bich kann (?:dir|ihnen)?\s*(?:dabei|das)? ?(?:leider )?nicht (?:helfen|erstellen)/i,
  /\bcomo (?:una? )?(?:ia|inteligencia artificial|modelo de lenguaje)\b/i,
  /\blo siento[^.!?\n]{0,40}\bno puedo\b/i,
];

/** Words around a document, at the beginning of a text or at its end. */
const AROUND = [
  /^(?:sure|certainly|of course|absolutely)[,!.]/i,
  /^here(?:'s| is| are) (?:the|your|a|an)\b[^\n]{0,80}(?:you (?:asked|requested)|below|:)\s*$/im,
  /^(?:here(?:'s| is)) (?:the|your) (?:document|pattern|lesson|sheet|json|text|record|response)\b/i,
  /\bI hope (?:this|that|it) helps\b/i,
  /\blet me know if you (?:need|have|want|would like)\b/i,
  /^voici (?:le|la|votre|un|une)\b[^\n]{0,80}(?:demandée?|:)\s*$/im,
  /\bj['’]espère que (?:cela|ça) (?:vous|t['’])? ?aide/i,
  /^(?:natürlich|gerne)[,!]/i,
  /^hier ist (?:die|der|das|ihre?|dein)[^\n]{0,80}:\s*$/im,
  /^(?:claro|por supuesto)[,!]/i,
  /^aquí (?:está|tiene)[^\n]{0,80}:\s*$/im,
  /\bespero que (?:esto|te|le) (?:ayude|sirva)/i,
];

/** A speaker's words in quotation marks are part of a document. */
const QUOTED = /"[^"\n]{0,300}"|“[^”\n]{0,300}”|«[^»\n]{0,300}»|„[^“\n]{0,300}“/g;

/** A refusal or talk about the document inside of it. */
export const metaTalk = ({ document }: Judged): Finding[] =>
  textsOf(document).flatMap(({ at, text }): Finding[] => {
    const own = text.replace(QUOTED, " ").trim();
    const says = REFUSALS.some((one) => one.test(own))
      ? "a model speaks of itself, or refuses"
      : AROUND.some((one) => one.test(own))
        ? "a model speaks about the document"
        : undefined;
    return says === undefined ? [] : [{ rule: "meta-talk", at, gravity: "hard", says }];
  });
