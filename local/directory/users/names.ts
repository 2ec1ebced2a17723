/**
 * What people of a tenant are called and what they do.
 *
 * Always true: every name has a form that can stand in an address.
 */

export type Name = { written: string; latin: string };

/** `written:latin`, where the second cannot be had from the first by dropping accents. */
const givenNameText = `Anna Adam Zoë José Łukasz:lukasz Søren:soren Jürgen:juergen Aoife Siobhán Renée Matteo Chloé
  Priya Arjun Wei Mei Kenji 花子:hanako 伟:wei Ольга:olga Дмитрий:dmitry Γιώργος:giorgos Fatima Omar ليلى:layla
  Amara Kwame Nkechi Mateo Lucía João Beatriz Ingrid Bjørn:bjorn Astrid Saga Elif Şeyma Çağlar Ivana Željko Petra Tomáš
  Noémie Théo Anaïs Grace Liam Noah Olivia Emma Ava Lucas Hannah Felix Marie-Claire Jean-Luc Thùy Đức:duc Minh Aroha
  Tane Leilani Kai Ada Alan Edsger Barbara Radia Margaret`;

const surnameText = `Berg O'Connor Núñez Müller:mueller Nowak Kowalska Sørensen:sorensen Ångström Dvořák García
  Fernández Rossi Bianchi Dubois Lefèvre Smith Jones Patel Sharma Singh Chen Wang 山田:yamada 田中:tanaka 李:li
  Иванова:ivanova Смирнов:smirnov Παπαδόπουλος:papadopoulos Hassan Al-Farsi حداد:haddad Okafor Mensah Adeyemi Silva
  Gonçalves Pereira Lindqvist Håkansson Nyström Yılmaz:yilmaz Öztürk Novák Horvat Kovács Szabó Müller-Lüdenscheidt Weiß:weiss
  Groß:gross Nguyễn Trần Phạm Ngata Kealoha McGregor MacLeod Evans Llewellyn Brown Walker Wright Robinson Hughes
  Moreau Laurent Castro Ortega Delgado Jansen Visser Bakker Claes`;

export const givenNames: readonly Name[] = namesIn(givenNameText);
export const surnames: readonly Name[] = namesIn(surnameText);

export const departments = [
  "Engineering",
  "Sales",
  "Finance",
  "Support",
  "Legal",
  "People & Culture",
  "Forschung",
];
export const jobTitles = [
  "Engineer",
  "Account Executive",
  "Analyst",
  "Specialist",
  "Counsel",
  "Team Lead",
  "Director",
];

function namesIn(text: string): Name[] {
  return text.split(/\s+/).map((entry) => {
    const [written = entry, latin = withoutAccents(entry)] = entry.split(":");
    return { written, latin: latin.toLowerCase() };
  });
}

function withoutAccents(text: string): string {
  return text.normalize("NFD").replace(/\p{Mark}/gu, "");
}
