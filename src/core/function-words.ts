import { baseOf } from "./languages.js";
import { wordsIn } from "./text.js";

/** The most frequent little words of languages that share a script, where letters tell nothing. */
const WORDS: Record<string, string> = {
  en: "the and of to is that you it was for on are with as have be this from they we not what your all when there can do will would about my who so out up how our just don't it's",
  es: "el la los las de que y en un una es no se por con para del al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde quien está qué todo nos",
  fr: "le la les de des du et un une est que qui dans en pour pas sur ne ce il elle se plus par avec tout nous vous mais ou son sa cette au aux sont je été être c'est leur comme très où",
  de: "der die das und ist nicht ein eine zu den von mit sich des auf für im dem es auch als an nach wie bei aus wir ich sie er aber hat war sind noch wird oder einen einem einer uns wenn nur dass",
  it: "il lo la gli le di che e un una è non per con del della dei si sono da in al anche come ma più nel questo ha ho mi ci se tutto alla perché cosa quando molto noi delle",
  pt: "o a os as de que e em um uma é não para com do da dos das no na se por mais mas como foi ao ele ela seu sua ou ser quando muito nos já eu também só pelo pela isso está você",
  nl: "de het een en van is dat niet in te op zijn voor met die aan er maar om hij ook als dan wat bij nog naar wij we ze je ik dit deze heeft hebben worden kan waar geen over door",
  sv: "och att det i en som är på av för med den till inte om har de ett men var jag från vi så kan när nu du ska han hon sig eller vad alla detta efter hur mycket finns",
  da: "og at det i en er på af for med den til ikke om har de et men var jeg fra vi så kan når nu du skal han hun sig eller hvad alle dette efter hvordan meget som der",
  no: "og at det i en er på av for med den til ikke om har de et men var jeg fra vi så kan når nå du skal han hun seg eller hva alle dette etter hvordan mye som der",
  pl: "i w nie na to się z że jest do jak a o ale po co tak za od tylko przez jego był czy już być ma są przy dla ich bardzo może ten tego także mnie my tym jej kiedy",
  cs: "a se v na je že to s z do o i ale jako za po by jsem si tak jsou pro ve který co jak jeho nebo když už byl být od není má ten jen ještě také bylo při jejich",
  tr: "ve bir bu da de için ne çok ile daha gibi var ama o mi ben sen biz kadar sonra olarak olan değil her en ki şey bunu onun diye ya beni nasıl hiç zaman evet",
  fi: "ja on ei se että en oli hän mutta joka kun niin ole mitä ne tai jos vain myös ovat minä sinä nyt hänen olen tämä sitä kuin siitä kaikki mikä mukaan jotka voi",
  ro: "și de la în a nu cu că un o este pe să mai din pentru sunt care ce se dar au lui am fost ca sau prin după când cum foarte acest ei noi fi are",
  hu: "a az és nem hogy is egy ez de van mint ki csak már meg volt ha vagy még azt itt mi mit én te ő akkor kell lehet olyan nagyon így lesz minden után",
  id: "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena ada kami kita bisa oleh mereka anda atau lebih sudah telah seperti dia apa tapi satu orang",
  ru: "и в не на я что он с а как это по но они к у же за ты из от мы так его бы о все она было если вы еще для только или когда ее был уже нет",
  uk: "і в не на я що він з а як це по але вони до у ж за ти із від ми так його би про все вона було якщо ви ще для тільки або коли її був вже немає та є",
  bg: "и в не на аз че той с а как това по но те към у же за ти от ние така го би о всичко тя беше ако вие още за само или когато нея са да се",
};

const sets = new Map<string, Set<string>>();

/** The little words of a language; undefined where they are not known. */
export function littleWordsOf(language: string): Set<string> | undefined {
  const base = baseOf(language) === "nb" ? "no" : baseOf(language);
  const text = WORDS[base];
  if (!text) return undefined;
  if (!sets.has(base)) sets.set(base, new Set(text.split(" ")));
  return sets.get(base);
}

/** Fewer little words than this say nothing about a line's language. */
const LEAST = 3;

/**
 * True if a reply is plainly still in the source language though it is no copy: it has at least three little words
 * of that language and hardly one of the target's. False wherever one of the two languages is not known here.
 */
export function staysInLanguage(reply: string, from: string, to: string): boolean {
  const [source, target] = [littleWordsOf(from), littleWordsOf(to)];
  if (!source || !target || source === target) return false;
  const words = wordsIn(reply.toLowerCase());
  const count = (own: Set<string>, other: Set<string>) =>
    words.filter((word) => own.has(word) && !other.has(word)).length;
  const [before, after] = [count(source, target), count(target, source)];
  return before >= LEAST && before > after * 3;
}
