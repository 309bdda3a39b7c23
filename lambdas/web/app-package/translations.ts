/** File names as Zendesk's validator wants them: a language in lower case, perhaps with a region. */
type Locale = 'en' | 'sv' | 'da' | 'no' | 'fi' | 'de' | 'fr' | 'es' | 'it' | 'nl' | 'pt' | 'pl';

interface AppTexts {
  short: string;
  long: string;
  install: string;
}

/** What Zendesk shows of the app. `app.name` is read from English only. */
export const appTexts: Record<Locale, AppTexts> = {
  en: {
    short: 'Trustpilot service reviews as Zendesk tickets',
    long: 'Brings each new Trustpilot service review in as a ticket and publishes public replies on Trustpilot.',
    install:
      'Install the app, then open Channel integrations, choose Trustpilot service reviews and add an account.',
  },
  sv: {
    short: 'Trustpilot-omdömen som ärenden i Zendesk',
    long: 'Gör varje nytt omdöme på Trustpilot till ett ärende och publicerar offentliga svar på Trustpilot.',
    install:
      'Installera appen, öppna sedan Kanalintegrationer, välj Trustpilot service reviews och lägg till ett konto.',
  },
  da: {
    short: 'Trustpilot-anmeldelser som sager i Zendesk',
    long: 'Gør hver ny anmeldelse på Trustpilot til en sag og offentliggør offentlige svar på Trustpilot.',
    install:
      'Installer appen, åbn derefter Kanalintegrationer, vælg Trustpilot service reviews, og tilføj en konto.',
  },
  no: {
    short: 'Trustpilot-omtaler som saker i Zendesk',
    long: 'Gjør hver ny omtale på Trustpilot til en sak og publiserer offentlige svar på Trustpilot.',
    install:
      'Installer appen, åpne deretter Kanalintegrasjoner, velg Trustpilot service reviews og legg til en konto.',
  },
  fi: {
    short: 'Trustpilot-arvostelut Zendesk-tiketteinä',
    long: 'Tuo jokaisen uuden Trustpilot-arvostelun tikettinä ja julkaisee julkiset vastaukset Trustpilotissa.',
    install: 'Asenna sovellus, avaa Kanavaintegraatiot, valitse Trustpilot service reviews ja lisää tili.',
  },
  de: {
    short: 'Trustpilot-Bewertungen als Zendesk-Tickets',
    long: 'Macht aus jeder neuen Bewertung auf Trustpilot ein Ticket und veröffentlicht öffentliche Antworten auf Trustpilot.',
    install:
      'App installieren, dann Kanalintegrationen öffnen, Trustpilot service reviews wählen und ein Konto hinzufügen.',
  },
  fr: {
    short: 'Les avis Trustpilot sous forme de tickets Zendesk',
    long: 'Transforme chaque nouvel avis Trustpilot en ticket et publie les réponses publiques sur Trustpilot.',
    install:
      'Installez l’application, ouvrez ensuite Intégrations de canaux, choisissez Trustpilot service reviews et ajoutez un compte.',
  },
  es: {
    short: 'Opiniones de Trustpilot como tickets de Zendesk',
    long: 'Convierte cada opinión nueva de Trustpilot en un ticket y publica las respuestas públicas en Trustpilot.',
    install:
      'Instala la aplicación, abre Integraciones de canal, elige Trustpilot service reviews y añade una cuenta.',
  },
  it: {
    short: 'Recensioni Trustpilot come ticket Zendesk',
    long: 'Trasforma ogni nuova recensione su Trustpilot in un ticket e pubblica le risposte pubbliche su Trustpilot.',
    install:
      'Installa l’app, apri Integrazioni canale, scegli Trustpilot service reviews e aggiungi un account.',
  },
  nl: {
    short: 'Trustpilot-reviews als Zendesk-tickets',
    long: 'Maakt van elke nieuwe review op Trustpilot een ticket en plaatst openbare antwoorden op Trustpilot.',
    install:
      'Installeer de app, open daarna Kanaalintegraties, kies Trustpilot service reviews en voeg een account toe.',
  },
  pt: {
    short: 'Opiniões do Trustpilot como tickets do Zendesk',
    long: 'Transforma cada nova opinião no Trustpilot num ticket e publica as respostas públicas no Trustpilot.',
    install:
      'Instale a aplicação, abra Integrações de canal, escolha Trustpilot service reviews e adicione uma conta.',
  },
  pl: {
    short: 'Opinie z Trustpilot jako zgłoszenia w Zendesk',
    long: 'Zamienia każdą nową opinię na Trustpilot w zgłoszenie i publikuje publiczne odpowiedzi na Trustpilot.',
    install:
      'Zainstaluj aplikację, otwórz Integracje kanałów, wybierz Trustpilot service reviews i dodaj konto.',
  },
};
