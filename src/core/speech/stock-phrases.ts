import { saidIn } from "./units.js";

/**
 * What recognisers trained on captioned videos write where nobody speaks: thanks to viewers, and credits of those who
 * wrote the captions. People say some of it, too, so it proves nothing by itself. `whole`: all of a segment's text.
 * `credits`: words within it that stand in credits only.
 */
const STOCK_PHRASES: Record<string, { whole: readonly string[]; credits: readonly string[] }> = {
  en: {
    whole: [
      "you",
      "bye",
      "bye bye",
      "thank you",
      "thank you very much",
      "thank you so much",
      "thank you for watching",
      "thank you for listening",
      "thanks for watching",
      "thanks for listening",
      "thanks for watching and I'll see you next time",
      "I'll see you in the next video",
      "I'll see you next time",
      "see you next time",
      "see you in the next video",
      "please subscribe",
      "please subscribe to my channel",
      "don't forget to like and subscribe",
      "like and subscribe",
      "we'll be right back",
      "the end",
      "to be continued",
    ],
    credits: [
      "subtitles by",
      "captions by",
      "captioning by",
      "transcribed by",
      "translated by",
      "transcription by",
      "amara org",
      "www",
    ],
  },
  fr: {
    whole: [
      "merci",
      "merci d'avoir regardé cette vidéo",
      "merci d'avoir regardé",
      "merci à tous",
      "abonnez-vous",
      "n'oubliez pas de vous abonner",
      "à bientôt",
      "à la prochaine",
      "au revoir",
    ],
    credits: [
      "sous-titrage",
      "sous-titres réalisés",
      "sous-titres fait",
      "sous-titres faits",
      "sous-titres par",
      "sous-titré par",
      "soustitreur com",
    ],
  },
  de: {
    whole: [
      "vielen dank",
      "vielen dank fürs zuschauen",
      "danke fürs zuschauen",
      "vielen dank fürs zuhören",
      "bis zum nächsten mal",
      "tschüss",
      "abonniert den kanal",
    ],
    credits: ["untertitel der", "untertitel von", "untertitel im auftrag", "untertitelung", "copyright wdr"],
  },
  es: {
    whole: [
      "gracias",
      "muchas gracias",
      "gracias por ver",
      "gracias por ver el video",
      "gracias por ver el vídeo",
      "suscríbete",
      "suscríbete al canal",
      "no olvides suscribirte",
      "hasta la próxima",
      "nos vemos en el próximo video",
    ],
    credits: ["subtítulos por", "subtítulos realizados", "subtitulado por"],
  },
  it: {
    whole: [
      "grazie",
      "grazie a tutti",
      "grazie per la visione",
      "grazie per aver guardato il video",
      "iscriviti al canale",
      "alla prossima",
    ],
    credits: ["sottotitoli creati", "sottotitoli e revisione", "sottotitoli a cura"],
  },
  pt: {
    whole: [
      "obrigado",
      "obrigada",
      "obrigado por assistir",
      "muito obrigado",
      "inscreva-se no canal",
      "até a próxima",
      "até o próximo vídeo",
      "tchau",
    ],
    credits: ["legendas pela", "legendado por", "legendas por", "transcrição e legendas"],
  },
  nl: {
    whole: ["bedankt voor het kijken", "dank u wel", "bedankt", "tot de volgende keer"],
    credits: ["ondertitels ingediend", "ondertiteld door", "ondertiteling", "tv gelderland"],
  },
  sv: {
    whole: ["tack för att ni tittade", "tack för att du tittade", "tack", "hej då"],
    credits: ["undertexter av", "undertexter från", "textning", "översättning och text"],
  },
  da: { whole: ["tak fordi i så med", "tak"], credits: ["danske tekster", "tekstet af", "undertekster af"] },
  no: {
    whole: ["takk for at du så på", "takk for meg"],
    credits: ["teksting av", "undertekster av", "tekstet av"],
  },
  fi: { whole: ["kiitos kun katsoit", "kiitos"], credits: ["tekstitys", "suomennos"] },
  pl: {
    whole: [
      "dziękuję",
      "dziękuję za uwagę",
      "dzięki za oglądanie",
      "dziękuję za obejrzenie",
      "do zobaczenia",
    ],
    credits: ["napisy stworzone", "napisy wykonał", "napisy by"],
  },
  cs: { whole: ["děkuji za pozornost", "děkuji za sledování"], credits: ["titulky vytvořil", "titulky by"] },
  hu: { whole: ["köszönöm, hogy megnézted", "köszönöm a figyelmet"], credits: ["feliratok", "feliratozta"] },
  ro: {
    whole: ["mulțumesc", "mulțumesc pentru vizionare", "vă mulțumesc"],
    credits: ["subtitrare", "subtitrări"],
  },
  tr: {
    whole: [
      "izlediğiniz için teşekkürler",
      "izlediğiniz için teşekkür ederim",
      "teşekkürler",
      "abone olmayı unutmayın",
    ],
    credits: ["altyazı", "altyazılar"],
  },
  el: { whole: ["ευχαριστώ", "σας ευχαριστώ"], credits: ["υπότιτλοι authorwave", "υποτιτλισμός"] },
  ru: {
    whole: [
      "спасибо",
      "спасибо за просмотр",
      "спасибо за внимание",
      "подписывайтесь на канал",
      "до новых встреч",
      "продолжение следует",
      "пока",
    ],
    credits: ["субтитры", "редактор субтитров", "корректор"],
  },
  uk: { whole: ["дякую за перегляд", "дякую за увагу", "дякую"], credits: ["субтитри"] },
  bg: { whole: ["благодаря за гледането", "благодаря ви"], credits: ["субтитри"] },
  ar: {
    whole: ["شكرا", "شكرا للمشاهدة", "شكرا لكم على المشاهدة", "اشتركوا في القناة"],
    credits: ["ترجمة نانسي"],
  },
  he: { whole: ["תודה על הצפייה", "תודה רבה"], credits: ["כתוביות"] },
  hi: { whole: ["धन्यवाद", "देखने के लिए धन्यवाद"], credits: ["उपशीर्षक"] },
  id: { whole: ["terima kasih", "terima kasih telah menonton", "sampai jumpa"], credits: ["subtitle oleh"] },
  vi: {
    whole: ["cảm ơn các bạn đã theo dõi", "hẹn gặp lại", "hãy đăng ký kênh"],
    credits: ["hãy subscribe cho kênh", "phụ đề được"],
  },
  ja: {
    whole: [
      "ご視聴ありがとうございました",
      "ご視聴ありがとうございます",
      "ありがとうございました",
      "ありがとうございます",
      "チャンネル登録お願いします",
      "チャンネル登録よろしくお願いします",
      "おやすみなさい",
      "ご清聴ありがとうございました",
      "では、また",
      "お疲れ様でした",
    ],
    credits: ["字幕提供", "字幕作成"],
  },
  ko: {
    whole: [
      "시청해주셔서 감사합니다",
      "시청해 주셔서 감사합니다",
      "감사합니다",
      "구독과 좋아요 부탁드립니다",
      "다음 영상에서 만나요",
    ],
    credits: ["자막 제공", "자막 by", "한글자막"],
  },
  zh: {
    whole: [
      "谢谢",
      "謝謝",
      "谢谢大家",
      "謝謝大家",
      "谢谢观看",
      "謝謝觀看",
      "谢谢收看",
      "謝謝收看",
      "感谢观看",
      "感謝觀看",
      "请不吝点赞订阅转发打赏支持明镜与点点栏目",
      "下期再见",
    ],
    credits: ["字幕由", "字幕志愿者", "字幕志願者", "字幕by", "中文字幕", "amara org 社区"],
  },
};

const all = Object.values(STOCK_PHRASES);
const WHOLE = new Set(all.flatMap(({ whole }) => whole.map(saidIn)));
const CREDITS = all.flatMap(({ credits }) => credits.map(saidIn));
/** Credits are short: a longer text that contains such words speaks of them. */
const LONGEST_CREDIT = 80;

const SENTENCE_END = /[.!?…。！？]/u;

/**
 * Whether a text is one that recognisers are known to make up, or several of them. It may have been said nevertheless.
 */
export function isStockPhrase(text: string): boolean {
  const said = saidIn(text);
  const sentences = text.split(SENTENCE_END).map(saidIn).filter(Boolean);
  if (WHOLE.has(said) || (said !== "" && sentences.every((sentence) => WHOLE.has(sentence)))) return true;
  return text.length <= LONGEST_CREDIT && CREDITS.some((credit) => ` ${said} `.includes(` ${credit} `));
}
